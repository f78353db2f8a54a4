package io.waybill.control;

import io.netty.util.NetUtil;
import io.waybill.config.DnsConfig;
import io.waybill.net.Loops;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the names of servers stand for, looked up again when the time of an answer is over. An answer that is empty or does
 * not come changes nothing. A name of the hosts file, which is read anew each time, asks no name server. Confined to the
 * thread given to it.
 */
final class Names implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Names.class);

    private static final int MAX_DOUBLINGS = 10;
    private static final long MIN_RETRY_MILLIS = 500;

    private final Supplier<Loops> loops;
    private final ScheduledExecutorService thread;
    private final Runnable changed;
    private final Map<String, KnownName> known = new HashMap<>();
    private DnsConfig config;
    private @Nullable DnsLookup lookup;

    /**
     * Knows nothing yet, and asks nobody before {@link #learn}.
     *
     * @param loops on the first of which answers are waited for; asked for when the first name server is to be asked
     * @param thread that all methods are called on
     * @param changed called on that thread when a name stands for other addresses than before
     */
    Names(Supplier<Loops> loops, ScheduledExecutorService thread, DnsConfig config, Runnable changed) {
        this.loops = loops;
        this.thread = thread;
        this.config = config;
        this.changed = changed;
    }

    /** Asks like this from now on. */
    void use(DnsConfig newConfig) {
        if (!newConfig.equals(config)) {
            config = newConfig;
            close();
        }
    }

    DnsConfig config() {
        return config;
    }

    /**
     * Looks up those names that are not known yet, all at the same time, and waits for the answers as long as the
     * configuration says.
     *
     * @return those that failed, and why; they are known from now on, without addresses, and tried again
     */
    Map<String, String> learn(Collection<String> names) {
        Map<String, CompletableFuture<NameAnswer>> asked = new LinkedHashMap<>();
        for (String name : names) {
            if (!known.containsKey(name)) {
                asked.computeIfAbsent(name, this::ask);
            }
        }
        Map<String, String> failed = new LinkedHashMap<>();
        long deadline = System.nanoTime() + config.timeout().toNanos();
        asked.forEach((name, answer) -> {
            KnownName entry = new KnownName();
            known.put(name, entry);
            try {
                long left = Math.max(0, deadline - System.nanoTime());
                settle(name, entry, answer.get(left, TimeUnit.NANOSECONDS));
            } catch (ExecutionException failure) {
                failed.put(name, failed(name, entry, failure));
            } catch (TimeoutException late) {
                failed.put(name, failed(name, entry, null));
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
                failed.put(name, "interrupted");
            }
        });
        return failed;
    }

    /** What the name stands for; empty if that is not known. */
    List<InetAddress> addresses(String name) {
        KnownName entry = known.get(name);
        return entry == null ? List.of() : entry.addresses;
    }

    /** Forgets all others. */
    void retain(Set<String> names) {
        known.entrySet().removeIf(entry -> {
            boolean gone = !names.contains(entry.getKey());
            if (gone) {
                entry.getValue().cancel();
            }
            return gone;
        });
    }

    private CompletableFuture<NameAnswer> ask(String name) {
        List<InetAddress> local = HostsFile.read().addresses(name);
        if (!local.isEmpty()) {
            return CompletableFuture.completedFuture(
                    new NameAnswer(local, config.maxTtl().toSeconds()));
        }
        DnsLookup by = lookup;
        if (by == null) {
            by = new DnsLookup(loops.get(), config);
            lookup = by;
        }
        try {
            return by.lookUp(name);
        } catch (RuntimeException cannotBeAsked) {
            return CompletableFuture.failedFuture(cannotBeAsked);
        }
    }

    /** @return whether the addresses are others now */
    private boolean settle(String name, KnownName entry, NameAnswer answer) {
        boolean isOther = !answer.addresses().equals(entry.addresses);
        if (entry.failures > 0) {
            LOG.info("name resolved again: name={} addresses={}", name, shown(answer.addresses()));
        } else if (isOther && !entry.addresses.isEmpty()) {
            LOG.info("name changed: name={} addresses={}", name, shown(answer.addresses()));
        }
        entry.addresses = answer.addresses();
        entry.failures = 0;
        long millis = TimeUnit.SECONDS.toMillis(Math.min(answer.ttlSeconds(), Integer.MAX_VALUE));
        again(
                name,
                entry,
                Math.max(
                        config.minTtl().toMillis(),
                        Math.min(millis, config.maxTtl().toMillis())));
        return isOther;
    }

    private String failed(String name, KnownName entry, @Nullable Throwable failure) {
        String reason = failure == null ? "timeout" : DnsLookup.reason(unwrapped(failure));
        if (entry.failures == 0) {
            LOG.warn("name not resolved: name={} reason={} kept={}", name, reason, shown(entry.addresses));
        }
        entry.failures++;
        long first = Math.max(MIN_RETRY_MILLIS, config.minTtl().toMillis());
        long wait = first << Math.min(MAX_DOUBLINGS, entry.failures - 1);
        again(name, entry, Math.min(wait, Math.max(first, config.maxTtl().toMillis())));
        return reason;
    }

    private static Throwable unwrapped(Throwable failure) {
        boolean isWrapped = failure instanceof ExecutionException || failure instanceof CompletionException;
        Throwable cause = failure.getCause();
        return isWrapped && cause != null ? cause : failure;
    }

    private static List<String> shown(List<InetAddress> addresses) {
        List<String> shown = new ArrayList<>();
        addresses.forEach(address -> shown.add(NetUtil.toAddressString(address)));
        return shown;
    }

    private void again(String name, KnownName entry, long millis) {
        try {
            entry.next = thread.schedule(() -> refresh(name, entry), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            LOG.debug("name not looked up again: name={}", name);
        }
    }

    private void refresh(String name, KnownName entry) {
        ask(name).whenComplete((answer, failure) -> {
            try {
                thread.execute(() -> refreshed(name, entry, answer, failure));
            } catch (RejectedExecutionException closing) {
                LOG.debug("name not looked up again: name={}", name);
            }
        });
    }

    private void refreshed(String name, KnownName entry, @Nullable NameAnswer answer, @Nullable Throwable failure) {
        if (known.get(name) != entry) {
            return;
        }
        if (answer == null) {
            failed(name, entry, failure);
        } else if (settle(name, entry, answer)) {
            changed.run();
        }
    }

    /** Asks nobody any more, until it is told to. */
    @Override
    public void close() {
        if (lookup != null) {
            lookup.close();
            lookup = null;
        }
    }

    /** What is known of one name. */
    private static final class KnownName {

        private List<InetAddress> addresses = List.of();
        private int failures;
        private @Nullable Future<?> next;

        void cancel() {
            if (next != null) {
                next.cancel(false);
            }
        }
    }
}
