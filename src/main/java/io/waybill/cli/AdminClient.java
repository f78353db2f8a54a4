package io.waybill.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks a running Waybill, each time on a new connection. Immutable; safe from any thread. */
final class AdminClient {

    private static final int UNAUTHORIZED = 401;

    private final AdminAddress address;
    private final @Nullable String token;
    private final Duration timeout;

    /** @param timeout for one request and its answer */
    AdminClient(AdminAddress address, @Nullable String token, Duration timeout) {
        this.address = address;
        this.token = token;
        this.timeout = timeout;
    }

    AdminAddress address() {
        return address;
    }

    /** The text at a path, or a failure. */
    String text(String path) {
        AdminAnswer answer = send("GET", path, "");
        if (!answer.isSuccess()) {
            throw refused(answer);
        }
        return answer.body();
    }

    /** The JSON at a path, or a failure. */
    JsonNode json(String path) {
        return json(send("GET", path, ""));
    }

    /** The JSON of a success, or a failure. */
    JsonNode json(AdminAnswer answer) {
        if (!answer.isSuccess()) {
            throw refused(answer);
        }
        JsonNode json = answer.json();
        if (json == null) {
            throw CommandFailure.failed(address.url() + " answered with something that is no JSON; is it Waybill?");
        }
        return json;
    }

    /** What an answer that is no success means for the command. */
    CommandFailure refused(AdminAnswer answer) {
        String hint = answer.status() == UNAUTHORIZED ? "; give a token by --token-file or $WAYBILL_TOKEN" : "";
        return CommandFailure.failed(answer.sentence() + hint);
    }

    /**
     * Sends a request and takes whatever answer comes.
     *
     * @param body JSON; may be empty
     */
    AdminAnswer send(String method, String path, String body) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(method)
                .append(' ')
                .append(address.prefix())
                .append(path)
                .append(" HTTP/1.1\r\nHost: ")
                .append(address.authority())
                .append("\r\nUser-Agent: waybill\r\nAccept: application/json, text/plain\r\nConnection: close\r\n");
        if (token != null) {
            head.append("Authorization: Bearer ").append(token).append("\r\n");
        }
        if (!method.equals("GET")) {
            head.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(content.length)
                    .append("\r\n");
        }
        byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] request = new byte[first.length + content.length];
        System.arraycopy(first, 0, request, 0, first.length);
        System.arraycopy(content, 0, request, first.length, content.length);
        try {
            return AdminConnection.exchange(address, request, timeout);
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private CommandFailure unreachable(IOException cause) {
        String reason;
        String advice = "is it running, and is --admin right?";
        if (cause instanceof ConnectException
                && String.valueOf(cause.getMessage()).startsWith("Connection refused")) {
            reason = "connection refused";
        } else if (cause instanceof UnknownHostException) {
            reason = "no such host";
        } else if (cause instanceof SocketTimeoutException) {
            reason = "no answer within " + Times.text(timeout);
            advice = "is --admin right? --timeout waits longer";
        } else {
            reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        }
        return CommandFailure.failed("cannot reach Waybill at " + address.url() + ": " + reason + "; " + advice);
    }
}
