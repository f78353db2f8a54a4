package io.waybill.admin;

import io.waybill.config.AdminRole;
import io.waybill.config.AdminToken;

/** One token for each role, as an operator would name them. */
final class TestTokens {

    static final AdminToken VIEWER = new AdminToken("grafana", AdminRole.VIEWER, "viewer-0123456789abcdef");
    static final AdminToken OPERATOR = new AdminToken("deploy", AdminRole.OPERATOR, "operator-0123456789abcd");
    static final AdminToken ADMIN = new AdminToken("alice", AdminRole.ADMIN, "admin-0123456789abcdefg");

    private TestTokens() {}

    /** The field that shows a token, without the end of its line. */
    static String bearer(AdminToken token) {
        return "Authorization: Bearer " + token.secret();
    }
}
