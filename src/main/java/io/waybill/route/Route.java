package io.waybill.route;

import io.waybill.pool.Pool;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the requests that a route matches: a pool answers them, or Waybill itself. Immutable.
 *
 * @param name short description for logs and statistics: {@code api.example.com/v1/}
 * @param pool where requests go; null exactly if {@code fixed} is not
 * @param fixed the answer that Waybill gives itself, or null
 * @param requestEdits what is changed in a request before it goes to a server
 * @param responseEdits what is changed in a response before it goes to the client
 * @param maxBodyBytes longest request body; 0 for no limit
 */
public record Route(
        String name,
        @Nullable Pool pool,
        @Nullable FixedResponse fixed,
        RequestEdits requestEdits,
        FieldEdits responseEdits,
        long maxBodyBytes) {

    public Route {
        if ((pool == null) == (fixed == null)) {
            throw new IllegalArgumentException("route " + name + ": expected either a pool or a fixed response");
        }
        if (maxBodyBytes < 0) {
            throw new IllegalArgumentException("route " + name + ": maxBodyBytes: expected 0 or above");
        }
    }

    /** Whether a request body of this length, or one that has come so far, may pass. */
    public boolean admits(long bodyBytes) {
        return maxBodyBytes == 0 || bodyBytes <= maxBodyBytes;
    }

    /** A route that passes everything on as it is. */
    public static Route to(Pool pool, String name) {
        return new Route(name, pool, null, RequestEdits.NONE, FieldEdits.NONE, 0);
    }

    @Override
    public String toString() {
        return name;
    }
}
