package io.waybill.control;

import io.waybill.config.LoadResult;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that serves, and what became of the last attempt to change it. Immutable.
 *
 * @param loaded what serves
 * @param version of the snapshot
 * @param loadedAt when it began to serve
 * @param lastAttempt when it was last tried to load it anew
 * @param lastError why that changed nothing, one problem on each line; null if it did, or found nothing to change
 * @param notices what the operator should know of what serves
 */
public record ConfigStatus(
        LoadResult.Loaded loaded,
        int version,
        Instant loadedAt,
        Instant lastAttempt,
        @Nullable String lastError,
        List<String> notices) {

    public ConfigStatus {
        notices = List.copyOf(notices);
    }

    static ConfigStatus first(LoadResult.Loaded loaded) {
        Instant now = Instant.now();
        List<String> notices = loaded.notices().stream().map(Object::toString).toList();
        return new ConfigStatus(loaded, 1, now, now, null, notices);
    }

    ConfigStatus applied(LoadResult.Loaded newLoaded, int newVersion, List<String> newNotices, Instant at) {
        return new ConfigStatus(newLoaded, newVersion, at, at, null, newNotices);
    }

    ConfigStatus attempted(Instant at, @Nullable String error) {
        return new ConfigStatus(loaded, version, loadedAt, at, error, notices);
    }

    ConfigStatus recompiled(int newVersion) {
        return new ConfigStatus(loaded, newVersion, loadedAt, lastAttempt, lastError, notices);
    }
}
