package io.waybill.config;

import java.util.Locale;

/** How the event loops wait for sockets: the key {@code transport}. Immutable. */
public enum Transport implements Choice {
    /** {@link #EPOLL} where it works, else {@link #NIO}. */
    AUTO,
    /** Linux epoll; starting fails where it does not work. */
    EPOLL,
    /** Linux io_uring; starting fails where it does not work. */
    IO_URING,
    /** What the JDK offers on every system. */
    NIO;

    @Override
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
