package io.waybill.admin;

import io.waybill.config.AdminRole;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A change that is understood and not yet begun. Immutable.
 *
 * @param needs the least role that may give it
 * @param what it changes, for the audit log
 * @param reason why; empty if nobody said
 * @param start begins it; the answer comes when it is over
 */
record Order(AdminRole needs, String what, String reason, Supplier<CompletableFuture<Answer>> start) {}
