package io.waybill.admin;

import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.waybill.config.AdminRole;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at who asks for what, and lets it through to its page or change, or says why not. Confined to the admin thread.
 */
final class Reception {

    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final String REALM = "Bearer realm=\"waybill\"";
    private static final int SMALL_BODY_BYTES = 64 * 1024;
    private static final int LARGE_BODY_BYTES = 1024 * 1024;

    private final AdminRouter router;
    private final HostRule hosts;
    private final AuditLog audit = new AuditLog();
    private final LiveTokens tokens;

    Reception(AdminRouter router, HostRule hosts, LiveTokens tokens) {
        this.router = router;
        this.hosts = hosts;
        this.tokens = tokens;
    }

    /** How large the body of a request may be: only who may try out a whole configuration may also send one. */
    int bodyLimit(HttpRequest head) {
        boolean large = head.method().equals(HttpMethod.POST) && hostIsKnown(head) && mayBringText(head);
        return large ? LARGE_BODY_BYTES : SMALL_BODY_BYTES;
    }

    private boolean mayBringText(HttpRequest head) {
        Caller caller = caller(head);
        try {
            return caller != null
                    && caller.role().includes(AdminRole.ADMIN)
                    && ReloadChange.mayBringText(AdminRequest.of(head.uri(), ""));
        } catch (IllegalArgumentException broken) {
            return false;
        }
    }

    /**
     * Answers a request; at once, unless it changes something.
     *
     * @param executor of the admin thread
     */
    CompletableFuture<Answer> answer(FullHttpRequest request, Peers peers, Executor executor) {
        boolean reads = reads(request);
        AuditLog.Entry entry = new AuditLog.Entry(
                peers.remote(), RequestFields.id(request), request.method().name(), request.uri());
        if (!hostIsKnown(request)) {
            audit.refused(entry, "foreign-host");
            String sentence = "Host: found " + request.headers().getAll(HttpHeaderNames.HOST) + ", expected one of "
                    + hosts.names() + " with any port";
            return now(Answer.error(403, sentence, reads));
        }
        AdminRequest asked;
        try {
            asked = AdminRequest.of(request.uri(), peers.local());
        } catch (IllegalArgumentException broken) {
            return now(Answer.error(400, "the request target is malformed", reads));
        }
        Endpoint endpoint = router.find(asked.path());
        Caller caller = reads && endpoint != null && endpoint.open() ? Caller.LOCAL : caller(request);
        if (caller == null) {
            return now(unknownCaller(request, entry));
        }
        if (endpoint == null) {
            return now(Answer.error(404, AdminRouter.NO_SUCH_PATH, reads));
        }
        if (reads && endpoint.page() != null) {
            return now(page(endpoint.page(), asked, request.uri()));
        }
        Change change = endpoint.changes().get(request.method().name());
        if (change == null) {
            return now(Answer.error(405, "this path takes the methods " + endpoint.methods(), reads)
                    .with("Allow", endpoint.methods()));
        }
        return change(change, asked, request, new Visitor(caller, entry, executor));
    }

    /**
     * The two ends of a connection, as {@code host:port}. Immutable.
     *
     * @param local the admin listener is bound to
     */
    record Peers(String remote, String local) {}

    /** Who wants a change. Immutable. */
    private record Visitor(Caller caller, AuditLog.Entry entry, Executor executor) {}

    static boolean reads(HttpRequest request) {
        return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
    }

    private boolean hostIsKnown(HttpRequest request) {
        return hosts.allows(
                request.headers().getAll(HttpHeaderNames.HOST),
                request.protocolVersion().equals(HttpVersion.HTTP_1_0));
    }

    private @Nullable Caller caller(HttpRequest request) {
        return tokens.now().caller(request.headers().getAll(HttpHeaderNames.AUTHORIZATION));
    }

    private Answer unknownCaller(HttpRequest request, AuditLog.Entry entry) {
        boolean none = !request.headers().contains(HttpHeaderNames.AUTHORIZATION);
        audit.refused(entry, none ? "no-token" : "unknown-token");
        String sentence = none
                ? "a token is needed: send the field Authorization: Bearer and one of admin.tokens"
                : "the token is not one of admin.tokens";
        return Answer.error(401, sentence, reads(request)).with("WWW-Authenticate", REALM);
    }

    private static Answer page(Page page, AdminRequest asked, String target) {
        try {
            return page.answer(asked);
        } catch (RuntimeException bug) {
            LOG.error("admin page failed: target={}", AuditLog.escaped(target), bug);
            return Answer.text(500, "Waybill failed to make this page; this is a bug, its log says more\n");
        }
    }

    private CompletableFuture<Answer> change(
            Change change, AdminRequest asked, FullHttpRequest request, Visitor visitor) {
        List<String> origins = request.headers().getAll(HttpHeaderNames.ORIGIN);
        if (!hosts.allowsOrigin(origins, request.headers().getAll(HttpHeaderNames.HOST))) {
            // Not in the audit log: a page in somebody's browser could fill it.
            audit.refused(visitor.entry(), "foreign-origin");
            String sentence = "Origin: found " + origins + ", expected none or one of " + hosts.names();
            return now(Answer.error(403, sentence, false));
        }
        CharSequence type = HttpUtil.getMimeType(request);
        if (type == null || !type.toString().strip().equalsIgnoreCase(Answer.JSON)) {
            String sentence = "Content-Type: found " + (type == null ? "none" : type) + ", expected " + Answer.JSON
                    + ", also without a body: pages of other sites cannot send it";
            return refused(visitor, "", "", Answer.error(415, sentence, false));
        }
        Order order;
        try {
            order = change.order(asked, ByteBufUtil.getBytes(request.content()), visitor.caller());
        } catch (WrongRequest wrong) {
            return refused(visitor, "", "", Answer.errors(400, String.join("; ", wrong.problems()), wrong.problems()));
        }
        AdminRole role = visitor.caller().role();
        if (!role.includes(order.needs())) {
            String sentence = "this takes the role " + order.needs().word() + ", and the token "
                    + visitor.caller().name() + " has the role " + role.word();
            return refused(visitor, order.what(), order.reason(), Answer.error(403, sentence, false));
        }
        return start(order, visitor);
    }

    private CompletableFuture<Answer> refused(Visitor visitor, String what, String reason, Answer answer) {
        audit.changed(visitor.entry(), visitor.caller(), what, reason, answer.status());
        return now(answer);
    }

    private CompletableFuture<Answer> start(Order order, Visitor visitor) {
        CompletableFuture<Answer> result;
        try {
            result = order.start().get();
        } catch (RuntimeException bug) {
            result = CompletableFuture.failedFuture(bug);
        }
        return result.handleAsync(
                (answer, bug) -> {
                    Answer told = bug == null ? answer : failed(visitor.entry(), bug);
                    audit.changed(visitor.entry(), visitor.caller(), order.what(), order.reason(), told.status());
                    return told;
                },
                visitor.executor());
    }

    private static Answer failed(AuditLog.Entry entry, Throwable bug) {
        LOG.error("admin change failed: request-id={} path={}", entry.id(), AuditLog.escaped(entry.path()), bug);
        return Answer.error(500, "Waybill failed to do this; this is a bug, its log says more", false);
    }

    private static CompletableFuture<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
