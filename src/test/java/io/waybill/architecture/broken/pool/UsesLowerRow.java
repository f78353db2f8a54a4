package io.waybill.architecture.broken.pool;

import io.waybill.architecture.broken.http.UsesHigherRow;

/** Right in itself; but together with what it uses it is a cycle. */
public final class UsesLowerRow {

    private UsesLowerRow() {}

    static Class<?> lower() {
        return UsesHigherRow.class;
    }
}
