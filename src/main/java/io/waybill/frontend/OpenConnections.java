package io.waybill.frontend;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The open client connections of one listener on one loop, linked with each other: two references each, as tens
 * of thousands of them may be idle. Confined to one event loop.
 */
final class OpenConnections {

    private @Nullable OpenConnection first;

    void add(OpenConnection connection) {
        OpenConnection second = first;
        connection.next = second;
        if (second != null) {
            second.previous = connection;
        }
        first = connection;
    }

    void remove(OpenConnection connection) {
        OpenConnection before = connection.previous;
        OpenConnection after = connection.next;
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
    void forEach(Consumer<OpenConnection> action) {
        OpenConnection connection = first;
        while (connection != null) {
            OpenConnection after = connection.next;
            action.accept(connection);
            connection = after;
        }
    }
}
