package io.waybill.health;

import io.waybill.pool.Pool;
import io.waybill.pool.Server;

/**
 * What the checks of one server connect to: another server object for the same machine, so that connections of checks are
 * kept and counted apart from those of requests, and the port may be another one. Made by {@link Shadows}. Immutable.
 *
 * @param pool has nothing but this server, and the settings for its connections
 */
record Shadow(Pool pool, Server server) {}
