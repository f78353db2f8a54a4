package io.waybill.config;

import org.jspecify.annotations.Nullable;

/**
 * How a server is asked whether it is well, as written under {@code pools.<pool>.check}, or under {@code check} of the
 * server, whose keys come before those of its pool. Immutable.
 *
 * @param http what is asked and what must be answered; null to ask for a connection only
 * @param grpc the service asked about by gRPC's health protocol, "" for the server as a whole; null for no such check
 * @param secure whether the check is made over TLS; null for what holds for requests
 * @param port the port that is asked; 0 for the one that takes the requests
 * @param timing how often, and for how long at most
 * @param rise checks passed in a row until a server is up
 * @param fall checks failed in a row until a server is down
 * @param initialState what counts until the first check is over
 */
public record CheckConfig(
        @Nullable HttpCheckConfig http,
        @Nullable String grpc,
        @Nullable Boolean secure,
        int port,
        CheckTiming timing,
        int rise,
        int fall,
        InitialState initialState) {

    static final int MAX_COUNT = 100;
    static final int RISE = 2;
    static final int FALL = 3;

    public CheckConfig {
        if (rise < 1 || fall < 1 || rise > MAX_COUNT || fall > MAX_COUNT) {
            throw new IllegalArgumentException("rise, fall: expected 1 to " + MAX_COUNT);
        }
    }

    /** Asks for a connection, with all that holds where the file says nothing. */
    public static CheckConfig standard() {
        return new CheckConfig(null, null, null, 0, CheckTiming.STANDARD, RISE, FALL, InitialState.CHECK);
    }
}
