package io.waybill.architecture.broken.http;

import io.waybill.architecture.broken.pool.UsesLowerRow;

public final class UsesHigherRow {

    private UsesHigherRow() {}

    static Class<?> higher() {
        return UsesLowerRow.class;
    }
}
