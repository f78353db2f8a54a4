package io.waybill.control;

import io.waybill.config.PoolConfig;
import io.waybill.control.Reconciled.Dropped;
import io.waybill.pool.ServerId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The overrides that hold now, in memory and in the state file. Order of calls: {@link #begin} once, before the first
 * snapshot; then, on the control thread, {@link #reconcile} at each reload and {@link #hold} at each change. Reading is
 * safe from any thread.
 */
public final class OverrideStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OverrideStore.class);

    private final Journal journal;
    private final JournalWriter writer;
    private volatile Overrides current = Overrides.NONE;
    private volatile List<PoolConfig> configured = List.of();

    /** @param stateFile need not be there */
    public OverrideStore(Path stateFile) {
        this.journal = new Journal(stateFile);
        this.writer = new JournalWriter(journal);
    }

    /**
     * Reads the state file, which may block, and drops what has expired meanwhile or yields to the configuration.
     *
     * @param pools as the files have them, before overrides and look-ups of names
     * @return those that hold
     */
    public Overrides begin(List<PoolConfig> pools) {
        Overrides read = Overrides.of(journal.read());
        List<ServerOverride> expired = read.expired(Instant.now());
        expired.forEach(override -> LOG.info("override ended: {}", words(override)));
        current = read.without(expired);
        reconcile(pools);
        if (!expired.isEmpty()) {
            writer.write(current.all());
        }
        return current;
    }

    /**
     * Drops what yields to a configuration that is about to be live.
     *
     * @param pools as the files have them, before overrides and look-ups of names
     * @return those that hold from now on
     */
    public Overrides reconcile(List<PoolConfig> pools) {
        configured = List.copyOf(pools);
        Reconciled reconciled = Reconciled.of(current, pools);
        for (Dropped dropped : reconciled.dropped()) {
            LOG.info(
                    "override dropped: {} reason={} configured={}",
                    words(dropped.override()),
                    dropped.reason(),
                    dropped.configured() == null ? "-" : dropped.configured());
        }
        if (!reconciled.dropped().isEmpty()) {
            hold(reconciled.kept());
            save();
        }
        return current;
    }

    /** Some servers have other names from now on. */
    void rename(Map<ServerId, ServerId> names) {
        Overrides next = current.renamed(names);
        if (next != current) {
            hold(next);
            save();
        }
    }

    /** Those that would hold under that configuration; nothing is changed. */
    public Overrides under(List<PoolConfig> pools) {
        return Reconciled.of(current, pools).kept();
    }

    /** Those that hold now. */
    public Overrides current() {
        return current;
    }

    /** The pools as the files have them, before overrides and look-ups of names. */
    List<PoolConfig> configured() {
        return configured;
    }

    /** Makes these hold, for now in memory only. */
    void hold(Overrides next) {
        current = next;
    }

    /**
     * Makes the state file hold what holds.
     *
     * @return whether it does; completed on any thread
     */
    CompletableFuture<Boolean> save() {
        return writer.write(current.all());
    }

    static String words(ServerOverride override) {
        return "server=" + override.server() + " aspect=" + override.aspect().word() + " value=" + override.value()
                + " by=" + override.by();
    }

    /** Waits a few seconds for what is being written. */
    @Override
    public void close() {
        writer.close();
    }
}
