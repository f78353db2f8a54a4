package io.waybill.control;

import io.waybill.config.ConfigFile;
import io.waybill.config.LoadResult;
import io.waybill.config.WaybillConfig;
import io.waybill.control.Activation.NewNames;
import io.waybill.net.Loops;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the configuration file the one that serves: at the start, when it changed, when somebody asks. One change after
 * the other, on a thread of its own, which reads files and waits so that no other thread has to. Order of calls: {@link
 * #start}, then {@link #watch}; the others in any order; {@link #close}. Safe from any thread.
 */
public final class Reloader implements Recompiler, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

    private static final String WATCH = "watch";
    private static final String STOPPING = "Waybill is stopping and changes nothing any more";

    private final Path file;
    private final Function<String, @Nullable String> environment;
    private final ReloadThread thread = new ReloadThread();
    private final ReloadParts parts;
    private final Names names;
    private final Activation activation;
    private final LeavingListeners leaving;
    private final StartKeys startKeys;
    private final FollowedFiles followed;
    private final Waiting<ReloadResult> reloads = new Waiting<>();
    private final Waiting<List<String>> recompiles = new Waiting<>();
    private volatile ConfigStatus status;
    private String rejected = "";

    /**
     * Does nothing yet.
     *
     * @param first the configuration that the process starts with
     * @param file it was read from
     * @param environment the value of an environment variable, or null if it is not set
     * @param parts what a change touches
     * @param checks where answers of name servers are waited for; asked for when there is a name to look up
     */
    public Reloader(
            LoadResult.Loaded first,
            Path file,
            Function<String, @Nullable String> environment,
            ReloadParts parts,
            Supplier<Loops> checks) {
        this.file = file;
        this.environment = environment;
        this.parts = parts;
        this.status = ConfigStatus.first(first);
        this.startKeys = new StartKeys(first.config());
        this.names = new Names(checks, thread.executor(), first.config().dns(), () -> {
            var unused = recompile();
        });
        this.activation = new Activation(parts, names);
        this.leaving = new LeavingListeners(parts.listeners(), thread.executor());
        this.followed = new FollowedFiles(() -> {
            var unused = reload(WATCH);
        });
    }

    /**
     * Has the first configuration serve; returns when it does.
     *
     * @throws BindException if an address cannot be bound; nothing is left bound
     */
    public void start() throws BindException {
        List<String> problems = thread.submit(this::startNow).join();
        if (!problems.isEmpty()) {
            throw new BindException(String.join("; ", problems));
        }
    }

    private List<String> startNow() {
        LoadResult.Loaded first = status.loaded();
        parts.overrides().begin(first.config().pools());
        List<String> problems = activation.activate(first, NewNames.MAY_FAIL);
        status = status.recompiled(version());
        return problems;
    }

    /** Takes changes of the files by itself from now on, if the configuration says so. */
    public void watch() {
        var unused = thread.submit(() -> {
            followed.begin();
            followed.follow(status.loaded().files(), status.loaded().config());
            return true;
        });
    }

    /** What serves, and what became of the last attempt to change it. */
    public ConfigStatus status() {
        return status;
    }

    /** @param cause for the log: {@code watch}, {@code signal}, {@code request} and who asked */
    public CompletableFuture<ReloadResult> reload(String cause) {
        return unlessClosed(
                reloads.join(thread::submit, () -> reloadNow(cause)), new ReloadResult.Rejected(List.of(STOPPING)));
    }

    /** What a reload of the file would do; sockets are not tried. */
    public CompletableFuture<ReloadResult> dryRun() {
        return thread.submit(() -> tried(ConfigFile.read(file, environment)));
    }

    /** What a reload would do if the file had this text. */
    public CompletableFuture<ReloadResult> dryRun(String text) {
        return thread.submit(() -> tried(ConfigFile.read(file, text, environment)));
    }

    @Override
    public CompletableFuture<List<String>> recompile() {
        return unlessClosed(recompiles.join(thread::submit, this::recompileNow), List.of(STOPPING));
    }

    private static <T> CompletableFuture<T> unlessClosed(CompletableFuture<T> result, T otherwise) {
        return result.exceptionally(failure -> {
            if (failure instanceof RejectedExecutionException
                    || failure.getCause() instanceof RejectedExecutionException) {
                return otherwise;
            }
            throw failure instanceof CompletionException known ? known : new CompletionException(failure);
        });
    }

    private List<String> recompileNow() {
        ConfigStatus before = status;
        List<String> problems = activation.activate(before.loaded(), NewNames.MUST_RESOLVE);
        status = before.recompiled(version());
        return problems;
    }

    private ReloadResult reloadNow(String cause) {
        LoadResult read = ConfigFile.read(file, environment);
        if (read instanceof LoadResult.Loaded loaded) {
            return loaded.fingerprint().equals(status.loaded().fingerprint()) ? unchanged(cause) : apply(loaded, cause);
        }
        String fingerprint = "";
        if (read instanceof LoadResult.Wrong wrong) {
            fingerprint = wrong.fingerprint();
            followed.follow(wrong.files(), status.loaded().config());
        }
        return rejected(read.lines(), fingerprint, cause);
    }

    private ReloadResult unchanged(String cause) {
        boolean isWatch = cause.equals(WATCH) && status.lastError() == null;
        status = status.attempted(Instant.now(), null);
        rejected = "";
        if (isWatch) {
            LOG.debug("configuration unchanged: file={} version={} cause={}", file, version(), cause);
        } else {
            LOG.info("configuration unchanged: file={} version={} cause={}", file, version(), cause);
        }
        followed.follow(status.loaded().files(), status.loaded().config());
        return new ReloadResult.Unchanged(version());
    }

    private ReloadResult apply(LoadResult.Loaded loaded, String cause) {
        long began = System.nanoTime();
        WaybillConfig before = status.loaded().config();
        ConfigDiff diff = ConfigDiff.between(before, loaded.config());
        followed.follow(loaded.files(), before);
        List<String> problems = activation.activate(loaded, NewNames.MUST_RESOLVE);
        if (!problems.isEmpty()) {
            return rejected(problems, loaded.fingerprint(), cause);
        }
        List<String> notices = notices(loaded);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        status = status.applied(loaded, version(), notices, Instant.now());
        rejected = "";
        LOG.info(
                "configuration applied: file={} version={} cause={} took-ms={} added={} changed={} removed={}",
                file,
                version(),
                cause,
                took.toMillis(),
                diff.added().size(),
                diff.changed().size(),
                diff.removed().size());
        notices.forEach(notice -> LOG.warn("configuration notice: {}", notice));
        leaving.follow(before.shutdownTimeout());
        followed.follow(loaded.files(), loaded.config());
        return new ReloadResult.Applied(version(), took, diff, notices);
    }

    private ReloadResult rejected(List<String> problems, String fingerprint, String cause) {
        status = status.attempted(Instant.now(), String.join("\n", problems));
        String what = fingerprint + problems;
        if (!what.equals(rejected) || !cause.equals(WATCH)) {
            LOG.warn(
                    "configuration rejected: file={} cause={} problems={} first={}",
                    file,
                    cause,
                    problems.size(),
                    problems.get(0));
        }
        rejected = what;
        return new ReloadResult.Rejected(problems);
    }

    private ReloadResult tried(LoadResult read) {
        if (!(read instanceof LoadResult.Loaded loaded)) {
            return new ReloadResult.Rejected(read.lines());
        }
        if (loaded.fingerprint().equals(status.loaded().fingerprint())) {
            return new ReloadResult.Unchanged(version());
        }
        List<String> problems = activation.problems(loaded);
        return problems.isEmpty()
                ? new ReloadResult.Applied(
                        version(),
                        Duration.ZERO,
                        ConfigDiff.between(status.loaded().config(), loaded.config()),
                        notices(loaded))
                : new ReloadResult.Rejected(problems);
    }

    private List<String> notices(LoadResult.Loaded loaded) {
        List<String> notices = new ArrayList<>();
        loaded.notices().forEach(notice -> notices.add(notice.toString()));
        notices.addAll(startKeys.notices(loaded.config()));
        return notices;
    }

    private int version() {
        return parts.live().current().version();
    }

    /** Changes nothing any more; waits for a change that runs. May be called again. */
    @Override
    public void close() {
        followed.end();
        var unused = thread.submit(() -> {
            followed.close();
            names.close();
            return true;
        });
        thread.close();
    }
}
