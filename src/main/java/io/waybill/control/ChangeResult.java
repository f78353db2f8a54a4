package io.waybill.control;

import java.util.List;

/** What became of a change of a server. */
public sealed interface ChangeResult {

    /**
     * It holds.
     *
     * @param overrides those of the server that hold now
     * @param kept whether the state file has it, so that it outlives this process
     */
    record Applied(List<ServerOverride> overrides, boolean kept) implements ChangeResult {
        public Applied {
            overrides = List.copyOf(overrides);
        }
    }

    /** There is no such server or pool; the message says which. */
    record Unknown(String message) implements ChangeResult {}

    /** It makes no sense; the message says why. */
    record Refused(String message) implements ChangeResult {}
}
