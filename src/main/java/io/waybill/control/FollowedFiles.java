package io.waybill.control;

import io.waybill.config.WaybillConfig;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The watch of the files of a configuration, which runs while the configuration says so. Order of calls: {@link #begin},
 * then {@link #follow} after each look at the files. Confined to the reload thread, but for {@link #end}.
 */
final class FollowedFiles implements AutoCloseable {

    private final Runnable changed;
    private volatile boolean wanted;
    private @Nullable ConfigWatch watch;

    /** @param changed called on a thread of the watch; should be quick */
    FollowedFiles(Runnable changed) {
        this.changed = changed;
    }

    /** From now on {@link #follow} may start the watch. */
    void begin() {
        wanted = true;
    }

    /** From now on it may not. From any thread. */
    void end() {
        wanted = false;
    }

    /** These files count, and this configuration says whether they are watched, and how. */
    void follow(List<Path> files, WaybillConfig config) {
        ConfigWatch running = watch;
        if (!wanted || !config.reload().watch()) {
            close();
        } else if (running == null) {
            watch = ConfigWatch.start(files, config.reload().debounce(), changed);
        } else {
            running.follow(files, config.reload().debounce());
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
    }
}
