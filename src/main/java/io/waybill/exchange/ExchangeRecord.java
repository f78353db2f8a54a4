package io.waybill.exchange;

import io.waybill.http.RequestHead;
import io.waybill.pool.Pool;
import io.waybill.pool.Server;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one request. Built once, at the end of its exchange, and given to every {@link ExchangeListener}.
 * Arrays are not to be changed; {@code request} is valid only until {@link ExchangeListener#finished} returns.
 *
 * @param listener name of the listener that took the request
 * @param client who sent it
 * @param request the head, or null if none arrived whole (400, 408)
 * @param id the request ID, in bytes of ASCII
 * @param pool where the route led, or null
 * @param server of the last attempt, or null if none was begun
 * @param attempts how many servers were tried; 0 if none
 * @param status what the client was answered; 0 if nothing
 * @param failure what went wrong, or null
 * @param phase second letter of the termination code: R request, C connect, H response head, D data, L last data, - none
 * @param reason what Waybill found wrong with a message, in words, or null
 * @param bytesReceived of the request's head and body, as they arrived from the client
 * @param bytesSent of the response's head and body, as they were written to the client
 * @param timers how long each step took
 */
public record ExchangeRecord(
        String listener,
        ClientAddress client,
        @Nullable RequestHead request,
        byte[] id,
        @Nullable Pool pool,
        @Nullable Server server,
        int attempts,
        int status,
        @Nullable Failure failure,
        char phase,
        @Nullable String reason,
        long bytesReceived,
        long bytesSent,
        Timers timers) {

    /** Marks a timer whose step was not reached. */
    public static final long NOT_REACHED = -1;

    /**
     * The five timers of an access log line, in nanoseconds; {@link #NOT_REACHED} for a step that was not reached.
     *
     * @param head from the first byte of the request to the end of its head (TR)
     * @param queue waiting for a connection slot, zero where nothing queues (Tw)
     * @param connect until the connection of the last attempt stood; zero for a reused one (Tc)
     * @param response from the request sent to the response head, last attempt (Tr)
     * @param total from the end of the request head to the last byte of the response (Ta)
     * @param firstByte from the end of the request head to the response head
     */
    public record Timers(long head, long queue, long connect, long response, long total, long firstByte) {}

    /** First letter of the termination code. */
    public char cause() {
        return failure == null ? '-' : failure.cause();
    }
}
