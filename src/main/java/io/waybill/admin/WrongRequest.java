package io.waybill.admin;

import java.util.List;

/** A request for a change that cannot be understood. */
final class WrongRequest extends Exception {

    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    /** @param problems one sentence each; never empty */
    WrongRequest(List<String> problems) {
        super(String.join("; ", problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    List<String> problems() {
        return problems;
    }
}
