package io.waybill.admin;

import io.waybill.config.AdminToken;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Where the admin listener is bound and whom it lets in. Immutable.
 *
 * @param address it is bound to
 * @param limits of one client
 * @param tokens who may do what; if empty, everybody who reaches it may do all
 */
public record AdminSettings(InetSocketAddress address, AdminLimits limits, List<AdminToken> tokens) {

    public AdminSettings {
        tokens = List.copyOf(tokens);
    }
}
