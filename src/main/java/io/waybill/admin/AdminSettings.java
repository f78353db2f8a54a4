package io.waybill.admin;

import io.waybill.config.AdminToken;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where the admin listener is bound and whom it lets in. Immutable.
 *
 * @param address it is bound to
 * @param limits of one client
 * @param tokens who may do what, as it is now; the same list for as long as nothing changes. If it is empty, everybody
 *     who reaches a loopback address may do all; where others reach it too, the last ones that were told hold on
 */
public record AdminSettings(InetSocketAddress address, AdminLimits limits, Supplier<List<AdminToken>> tokens) {}
