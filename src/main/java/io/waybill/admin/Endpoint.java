package io.waybill.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What stands at a path. Immutable.
 *
 * @param page what can be read there; null if nothing can
 * @param open whether it is read without a token: load balancers and supervisors have none
 * @param changes what can be changed there, by method
 */
record Endpoint(@Nullable Page page, boolean open, Map<String, Change> changes) {

    Endpoint {
        changes = Map.copyOf(changes);
    }

    static Endpoint page(Page page) {
        return new Endpoint(page, false, Map.of());
    }

    static Endpoint open(Page page) {
        return new Endpoint(page, true, Map.of());
    }

    /** For the field {@code Allow}. */
    String methods() {
        List<String> methods = new ArrayList<>(page == null ? List.of() : List.of("GET", "HEAD"));
        methods.addAll(new TreeSet<>(changes.keySet()));
        return String.join(", ", methods);
    }
}
