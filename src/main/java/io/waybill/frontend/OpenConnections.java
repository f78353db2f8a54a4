package io.waybill.frontend;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open client connections of one listener on one loop, linked through the connections themselves: two references
 * each, as tens of thousands of them may be idle. Confined to one event loop.
 */
final class OpenConnections {

    private @Nullable Http1ClientHandler first;

    void add(Http1ClientHandler connection) {
        Http1ClientHandler second = first;
        connection.next = second;
        if (second != null) {
            second.previous = connection;
        }
        first = connection;
    }

    void remove(Http1ClientHandler connection) {
        Http1ClientHandler before = connection.previous;
        Http1ClientHandler after = connection.next;
        if (before != null) {
            before.next = after;
        } else if (first == connection) {
            first = after;
        }
        if (after != null) {
            after.previous = before;
        }
        connection.previous = null;
        connection.next = null;
    }

    /** The action may remove the connection it is given. */
    void forEach(Consumer<Http1ClientHandler> action) {
        Http1ClientHandler connection = first;
        while (connection != null) {
            Http1ClientHandler after = connection.next;
            action.accept(connection);
            connection = after;
        }
    }
}
