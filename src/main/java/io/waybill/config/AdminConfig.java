package io.waybill.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The admin listener, as written under {@code admin}. Immutable.
 *
 * @param address null when the file says {@code "off"}: then there is no admin listener
 * @param tokens who may do what; empty only where the address is loopback, and then everyone who reaches it may do all
 */
public record AdminConfig(@Nullable HostPort address, List<AdminToken> tokens) {

    public AdminConfig {
        tokens = List.copyOf(tokens);
    }

    static final HostPort ADDRESS = new HostPort("127.0.0.1", 9119);

    /** What holds when the file says nothing: {@code 127.0.0.1:9119}. */
    public static AdminConfig standard() {
        return new AdminConfig(ADDRESS, List.of());
    }
}
