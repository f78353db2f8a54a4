package io.waybill.config;

import java.time.Duration;

/**
 * When the file is read again by itself, as written under {@code reload}. Immutable.
 *
 * @param watch whether a change of the file, or of a file that it names, is taken by itself
 * @param debounce how long the files must stay as they are before they are read
 */
public record ReloadConfig(boolean watch, Duration debounce) {

    static final Duration MAX_DEBOUNCE = Duration.ofMinutes(1);

    /** What holds where the file says nothing. */
    public static ReloadConfig standard() {
        return new ReloadConfig(true, Duration.ofMillis(200));
    }
}
