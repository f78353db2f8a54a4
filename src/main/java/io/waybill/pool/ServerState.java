package io.waybill.pool;

/**
 * Whether and how much a server takes part. Immutable; the control thread replaces it by another one.
 *
 * @param admin what the operator wants
 * @param health what checks found
 * @param weight share of the pool's requests, relative to its siblings; 0 to 256, where 0 takes no new request
 */
public record ServerState(AdminState admin, Health health, int weight) {

    public static final int MAX_WEIGHT = 256;

    public ServerState {
        if (weight < 0 || weight > MAX_WEIGHT) {
            throw new IllegalArgumentException("weight: found " + weight + ", expected 0 to " + MAX_WEIGHT);
        }
    }

    /** The state of a server that the configuration has just named: ready and not checked. */
    public static ServerState initial(int weight) {
        return new ServerState(AdminState.READY, Health.NO_CHECK, weight);
    }

    public ServerState with(AdminState newAdmin) {
        return new ServerState(newAdmin, health, weight);
    }

    public ServerState with(Health newHealth) {
        return new ServerState(admin, newHealth, weight);
    }

    public ServerState withWeight(int newWeight) {
        return new ServerState(admin, health, newWeight);
    }

    /** Whether new requests may go to the server. */
    public boolean isUsable() {
        return admin == AdminState.READY && health.isWell() && weight > 0;
    }

    /** Whether new requests may go to the server when checks are disregarded, because too few servers are well. */
    public boolean isUsableInPanic() {
        return admin == AdminState.READY && weight > 0 && health.condition() != Health.Condition.UNSEEN;
    }

    /** In HAProxy's words: {@code UP}, {@code UP 1/3}, {@code DOWN}, {@code NOLB}, {@code DRAIN}, {@code MAINT}, {@code no check}. */
    public String status() {
        return admin == AdminState.MAINT ? "MAINT" : health.word(admin == AdminState.DRAIN || weight == 0);
    }
}
