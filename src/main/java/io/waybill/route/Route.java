package io.waybill.route;

import io.waybill.pool.Pool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the requests that a route matches: a pool answers them, or Waybill itself. Immutable.
 *
 * @param name short description for logs and statistics: {@code api.example.com/v1/}
 * @param pool where requests go; null if Waybill answers all of them itself
 * @param others pools that take its place, in this order, when it has no usable server
 * @param fixed the answer that Waybill gives itself: to every request, or where there are pools, when none of them has a
 *     usable server; null if there is none
 * @param requestEdits what is changed in a request before it goes to a server
 * @param responseEdits what is changed in a response before it goes to the client
 * @param maxBodyBytes longest request body; 0 for no limit
 */
public record Route(
        String name,
        @Nullable Pool pool,
        List<Pool> others,
        @Nullable FixedResponse fixed,
        RequestEdits requestEdits,
        FieldEdits responseEdits,
        long maxBodyBytes) {

    public Route {
        others = List.copyOf(others);
        if (pool == null && (fixed == null || !others.isEmpty())) {
            throw new IllegalArgumentException("route " + name + ": expected a pool, or a fixed response alone");
        }
        if (maxBodyBytes < 0) {
            throw new IllegalArgumentException("route " + name + ": maxBodyBytes: expected 0 or above");
        }
    }

    /**
     * The pool that takes a request which begins now: the first one with a usable server; null if Waybill answers itself.
     * Where no pool has one and there is no answer either, the route's own.
     */
    public @Nullable Pool poolNow() {
        if (pool == null || (others.isEmpty() && fixed == null) || pool.usableServers() > 0) {
            return pool;
        }
        for (Pool other : others) {
            if (other.usableServers() > 0) {
                return other;
            }
        }
        return fixed == null ? pool : null;
    }

    /** Whether a request body of this length, or one that has come so far, may pass. */
    public boolean admits(long bodyBytes) {
        return maxBodyBytes == 0 || bodyBytes <= maxBodyBytes;
    }

    /** A route that passes everything on as it is. */
    public static Route to(Pool pool, String name) {
        return new Route(name, pool, List.of(), null, RequestEdits.NONE, FieldEdits.NONE, 0);
    }

    @Override
    public String toString() {
        return name;
    }
}
