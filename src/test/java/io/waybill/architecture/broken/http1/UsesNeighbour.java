package io.waybill.architecture.broken.http1;

import io.waybill.architecture.broken.pool.UsesLowerRow;

final class UsesNeighbour {

    private UsesNeighbour() {}

    static Class<?> neighbour() {
        return UsesLowerRow.class;
    }
}
