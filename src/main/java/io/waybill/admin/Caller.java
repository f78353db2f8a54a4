package io.waybill.admin;

import io.waybill.config.AdminRole;

/**
 * Who asks. Immutable.
 *
 * @param name of the token, for the audit log and for overrides
 * @param role what they may do
 */
record Caller(String name, AdminRole role) {

    /** Everybody, where no token is needed: whoever reaches a loopback address has an account on this machine. */
    static final Caller LOCAL = new Caller("local", AdminRole.ADMIN);
}
