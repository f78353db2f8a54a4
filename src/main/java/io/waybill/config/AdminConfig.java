package io.waybill.config;

import org.jspecify.annotations.Nullable;

/**
 * The admin listener, as written under {@code admin}. Immutable.
 *
 * @param address null when the file says {@code "off"}: then there is no admin listener
 */
public record AdminConfig(@Nullable HostPort address) {

    static final HostPort ADDRESS = new HostPort("127.0.0.1", 9119);

    /** What holds when the file says nothing: {@code 127.0.0.1:9119}. */
    public static AdminConfig standard() {
        return new AdminConfig(ADDRESS);
    }
}
