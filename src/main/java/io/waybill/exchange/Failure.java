package io.waybill.exchange;

import io.waybill.http.Refusal;

/**
 * Every way in which an exchange or an attempt can fail: the status that the client gets (0 if there is nobody left to
 * answer), who is to blame, when a retry is safe, and the letter of the termination code that says who ended it
 * (HAProxy's alphabet: C client, S server, P proxy's rule, L limit, R resource, I internal, K killed; lower case for a timeout).
 */
public enum Failure {
    BAD_REQUEST(400, Blame.CLIENT, Retry.NEVER, 'P', "bad-request", "the request is malformed"),
    HEAD_TIMEOUT(408, Blame.CLIENT, Retry.NEVER, 'c', "head-timeout", "the request head did not arrive in time"),
    LISTENER_FULL(
            503,
            Blame.WAYBILL,
            Retry.NEVER,
            'L',
            "listener-full",
            "the listener has as many connections as it may have"),
    BODY_TOO_LARGE(
            413, Blame.CLIENT, Retry.NEVER, 'P', "body-too-large", "the request body is larger than the route allows"),
    PLAIN_ON_TLS(400, Blame.CLIENT, Retry.NEVER, 'P', "plain-on-tls", "plain HTTP was sent to a port that speaks TLS"),
    PROXY_HEADER(
            400,
            Blame.CLIENT,
            Retry.NEVER,
            'P',
            "proxy-header",
            "the connection did not begin with a PROXY header that is trusted and well formed"),
    CLIENT_GONE(0, Blame.CLIENT, Retry.NEVER, 'C', "client-gone", "the client closed the connection"),
    CLIENT_IDLE(408, Blame.CLIENT, Retry.NEVER, 'c', "client-idle", "the client sent or took nothing for too long"),
    NO_ROUTE(404, Blame.CLIENT, Retry.NEVER, 'P', "no-route", "no route matches this host and path"),
    NO_SERVER(503, Blame.SERVER, Retry.NEVER, 'S', "no-server", "no server of the pool can take the request"),
    CONNECT_REFUSED(502, Blame.SERVER, Retry.ALWAYS, 'S', "connect-refused", "the server refused the connection"),
    CONNECT_FAILED(502, Blame.SERVER, Retry.ALWAYS, 'S', "connect-failed", "no connection to the server could be made"),
    NO_SOCKET(
            503,
            Blame.WAYBILL,
            Retry.ALWAYS,
            'R',
            "no-socket",
            "Waybill has no socket left for a connection to a server"),
    TLS_FAILED(502, Blame.SERVER, Retry.ALWAYS, 'S', "tls-failed", "no TLS connection to the server could be made"),
    STREAM_REFUSED(
            502,
            Blame.SERVER,
            Retry.ALWAYS,
            'S',
            "stream-refused",
            "the server refused the request before it looked at it"),
    CONNECT_TIMEOUT(
            504, Blame.SERVER, Retry.ALWAYS, 's', "connect-timeout", "the server did not accept a connection in time"),
    SERVER_CLOSED(
            502,
            Blame.SERVER,
            Retry.IF_IDEMPOTENT,
            'S',
            "server-closed",
            "the server closed the connection before it answered"),
    FIRST_BYTE_TIMEOUT(504, Blame.SERVER, Retry.NEVER, 's', "first-byte-timeout", "the server did not answer in time"),
    BAD_RESPONSE(502, Blame.SERVER, Retry.NEVER, 'S', "bad-response", "the server's answer is malformed"),
    RESPONSE_CUT(
            502,
            Blame.SERVER,
            Retry.NEVER,
            'S',
            "response-cut",
            "the server closed the connection in the middle of its answer"),
    SERVER_IDLE(504, Blame.SERVER, Retry.NEVER, 's', "server-idle", "the server sent or took nothing for too long"),
    TUNNEL_IDLE(
            504,
            Blame.CLIENT,
            Retry.NEVER,
            'c',
            "tunnel-idle",
            "neither side of the tunnel sent anything for too long"),
    TOTAL_TIMEOUT(
            504,
            Blame.SERVER,
            Retry.NEVER,
            's',
            "total-timeout",
            "the exchange took longer than the pool allows, or the call itself"),
    SHUTDOWN(503, Blame.WAYBILL, Retry.NEVER, 'K', "shutdown", "Waybill is stopping"),
    INTERNAL(
            500,
            Blame.WAYBILL,
            Retry.NEVER,
            'I',
            "internal",
            "Waybill failed; this is a bug, please report it with the ID");

    private final int status;
    private final Blame blame;
    private final Retry retry;
    private final char cause;
    private final String word;
    private final String sentence;

    Failure(int status, Blame blame, Retry retry, char cause, String word, String sentence) {
        this.status = status;
        this.blame = blame;
        this.retry = retry;
        this.cause = cause;
        this.word = word;
        this.sentence = sentence;
    }

    /** How many ways to fail there are. */
    public static int count() {
        return values().length;
    }

    /** Index of this failure in arrays of counters; not to be kept beyond the life of the process. */
    @SuppressWarnings("EnumOrdinal")
    public int number() {
        return ordinal();
    }

    /** What the client is answered; a {@link Refusal} brings a status of its own. 0: nobody is left to answer. */
    public int status() {
        return status;
    }

    public Blame blame() {
        return blame;
    }

    Retry retry() {
        return retry;
    }

    /** First letter of the termination code. */
    public char cause() {
        return cause;
    }

    /** For logs, statistics and metrics: {@code connect-refused}. */
    public String word() {
        return word;
    }

    /** For error bodies, in lower case and without a full stop. */
    public String sentence() {
        return sentence;
    }
}
