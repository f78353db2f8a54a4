package io.waybill.pool;

/**
 * What makes a server the same one before and after a reload. Immutable.
 *
 * @param pool name of the pool
 * @param server name of the server, unique within the pool
 */
public record ServerId(String pool, String server) {

    @Override
    public String toString() {
        return pool + "/" + server;
    }
}
