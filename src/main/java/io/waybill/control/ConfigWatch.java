package io.waybill.control;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices changes of the files of a configuration: it watches their directories, so that a file that is renamed into place
 * counts as well, and looks at the files themselves now and then, for file systems that tell of nothing. Tells once the
 * files have stayed as they are for a moment; may tell of changes that are none. Has a thread of its own until {@link
 * #close}. Safe from any thread.
 */
public final class ConfigWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatch.class);

    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Files that never stay as they are count all the same, after so many times the wait. */
    private static final int MAX_WAITS = 10;

    private final Runnable changed;
    private final @Nullable WatchService service;
    private final Map<WatchKey, Path> directories = new HashMap<>();
    private final Thread thread = new Thread(this::run, "waybill-watch");
    private volatile WatchedFiles files = WatchedFiles.of(List.of());
    private volatile long debounceNanos;
    private volatile boolean closed;

    /** Used by the thread only. */
    private FileStamps seen = FileStamps.NONE;

    private ConfigWatch(Runnable changed, @Nullable WatchService service) {
        this.changed = changed;
        this.service = service;
    }

    /**
     * Begins to watch. A change since the files were read is noticed as well: the first word comes soon, whatever happened.
     *
     * @param files of the configuration
     * @param debounce how long they must stay as they are
     * @param changed called on the thread of the watch; should be quick
     */
    public static ConfigWatch start(List<Path> files, Duration debounce, Runnable changed) {
        ConfigWatch watch = new ConfigWatch(changed, service());
        watch.follow(files, debounce);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private static @Nullable WatchService service() {
        try {
            return FileSystems.getDefault().newWatchService();
        } catch (IOException | UnsupportedOperationException unavailable) {
            LOG.warn("files not watched: reason={}", String.valueOf(unavailable.getMessage()));
            return null;
        }
    }

    /** These files count from now on. */
    public void follow(List<Path> newFiles, Duration debounce) {
        debounceNanos = debounce.toNanos();
        files = WatchedFiles.of(newFiles);
        register();
    }

    /** Which directories hold the files depends on symbolic links, which change. */
    private synchronized void register() {
        if (service == null) {
            return;
        }
        WatchedFiles now = files;
        directories.entrySet().removeIf(entry -> {
            boolean gone = !entry.getKey().isValid() || !now.directories().contains(entry.getValue());
            if (gone) {
                entry.getKey().cancel();
            }
            return gone;
        });
        for (Path directory : now.directories()) {
            if (!directories.containsValue(directory)) {
                register(service, directory);
            }
        }
    }

    private void register(WatchService by, Path directory) {
        try {
            directories.put(
                    directory.register(
                            by,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE),
                    directory);
        } catch (IOException | ClosedWatchServiceException notNow) {
            // It may be missing for a moment. The files are looked at all the same, and it is tried again then.
            LOG.debug("directory not watched: directory={} reason={}", directory, String.valueOf(notNow));
        }
    }

    private void run() {
        long now = System.nanoTime();
        long nextLook = now;
        boolean dirty = false;
        long lastChange = now;
        long firstChange = now;
        while (!closed) {
            boolean event = isEvent(Math.max(0, Math.min(nextLook, dirty ? lastChange + debounceNanos : nextLook) - now));
            now = System.nanoTime();
            boolean look = now - nextLook >= 0;
            if (event || (look && isDifferent())) {
                firstChange = dirty ? firstChange : now;
                lastChange = now;
                dirty = true;
            }
            if (look) {
                nextLook = now + LOOK_NANOS;
            }
            boolean settled = now - lastChange >= debounceNanos || now - firstChange >= MAX_WAITS * debounceNanos;
            if (dirty && settled && !closed) {
                dirty = false;
                tell();
            }
        }
    }

    private boolean isDifferent() {
        register();
        return !FileStamps.of(files.files()).equals(seen);
    }

    private void tell() {
        // Looked at before whoever is told reads them: what changes from here on is seen by the next look.
        files = WatchedFiles.of(files.files());
        register();
        seen = FileStamps.of(files.files());
        try {
            changed.run();
        } catch (RuntimeException bug) {
            LOG.error("bug: thread=waybill-watch", bug);
        }
    }

    /** Waits; whether something happened to one of the files. */
    private boolean isEvent(long nanos) {
        try {
            if (service == null) {
                LockSupport.parkNanos(nanos);
                return false;
            }
            WatchKey key = service.poll(nanos, TimeUnit.NANOSECONDS);
            return key != null && isOurs(key);
        } catch (InterruptedException | ClosedWatchServiceException end) {
            closed = true;
            return false;
        }
    }

    private boolean isOurs(WatchKey key) {
        Path directory = directoryOf(key);
        boolean ours = false;
        for (WatchEvent<?> event : key.pollEvents()) {
            ours |= directory == null
                    || !(event.context() instanceof Path name)
                    || files.has(directory.resolve(name));
        }
        if (!key.reset()) {
            register();
            return true;
        }
        return ours;
    }

    private synchronized @Nullable Path directoryOf(WatchKey key) {
        return directories.get(key);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        if (service != null) {
            try {
                service.close();
            } catch (IOException ignored) {
                LOG.debug("watch not closed: reason={}", ignored.getMessage());
            }
        }
    }
}
