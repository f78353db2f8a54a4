package io.waybill.health;

import io.waybill.pool.Health;
import io.waybill.pool.Server;

/** Port: told when the health of a server is another one. Called on the loop of the checks; must not block it. */
public interface HealthListener {

    /**
     * @param health that follows from the check; told in the order of the checks
     * @param cause the check
     */
    void onHealth(Server server, Health health, Probe cause);
}
