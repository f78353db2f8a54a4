package io.waybill.exchange;

import io.waybill.http.RequestHead;
import io.waybill.pool.Server;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one exchange, and the rule by which another one may follow: only while nothing of the body is lost,
 * and, once the request may have reached a server, only if its method has the same effect twice (RFC 9110, section
 * 9.2.2). Another server is preferred. Confined to one event loop.
 */
final class Attempts {

    /** Servers that one request is tried on at most. */
    private static final int MOST = 4;

    private @Nullable Attempt current;
    private @Nullable List<Server> tried;
    private int count;

    /** The attempt that runs, or the last one that did; null before the first. */
    @Nullable
    Attempt current() {
        return current;
    }

    int count() {
        return count;
    }

    void add(Attempt attempt) {
        current = attempt;
        count++;
    }

    /** Ends the attempt that runs, if there is one. */
    void endCurrent(@Nullable Failure failure, long requestBytes, long nowNanos) {
        if (current != null) {
            current.end(failure, requestBytes, nowNanos);
        }
    }

    /** Stops or resumes reading the response, if there is a server that sends one. */
    void setReading(boolean reading) {
        UpstreamStream stream = current == null ? null : current.stream();
        if (stream != null) {
            stream.setReading(reading);
        }
    }

    /** Which idle connections will do for the first attempt. */
    static Reuse reuse(RequestHead request) {
        boolean repeatable = request.method().isIdempotent() && !request.upgrades() && !request.hasBody();
        return repeatable ? Reuse.ANY : Reuse.SURELY_OPEN;
    }

    /** Which idle connections will do for another attempt. Where none was made, none has proved to be dead. */
    static Reuse reuseAfter(Failure failure, RequestHead request) {
        return failure.retry() == Retry.ALWAYS ? reuse(request) : Reuse.NONE;
    }

    /** The server for another attempt, or null if there must not or cannot be one. */
    @Nullable
    Server next(Failure failure, RequestHead request, RequestBody body) {
        Attempt failed = current;
        if (failed == null || count >= MOST || !body.isWhole() || !isSafe(failure, request)) {
            return null;
        }
        if (tried == null) {
            tried = new ArrayList<>(MOST);
        }
        tried.add(failed.server());
        Server other = failed.pool().pickOther(tried);
        // A server that closed an idle connection just when it was used may well answer on a new one. One that closed a
        // new connection has seen the request and would do the same again.
        return other == null && failed.isOnReusedConnection() ? failed.server() : other;
    }

    private static boolean isSafe(Failure failure, RequestHead request) {
        return switch (failure.retry()) {
            case NEVER -> false;
            case ALWAYS -> true;
            case IF_IDEMPOTENT -> request.method().isIdempotent() && !request.upgrades();
        };
    }
}
