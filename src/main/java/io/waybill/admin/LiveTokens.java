package io.waybill.admin;

import io.waybill.config.AdminToken;
import java.util.List;
import java.util.function.Supplier;

/** The tokens that hold now: those of the configuration that serves. Confined to the admin thread. */
final class LiveTokens {

    private final Supplier<List<AdminToken>> configured;
    private final boolean reachedByOthers;
    private List<AdminToken> last;
    private Tokens tokens;

    /**
     * @param configured the same list for as long as nothing changes
     * @param reachedByOthers whether the listener is bound to more than loopback
     */
    LiveTokens(Supplier<List<AdminToken>> configured, boolean reachedByOthers) {
        this.configured = configured;
        this.reachedByOthers = reachedByOthers;
        this.last = configured.get();
        this.tokens = new Tokens(last);
    }

    Tokens now() {
        List<AdminToken> now = configured.get();
        // A file without tokens names a loopback address, which counts from the next start only. Until then the
        // listener stays where others reach it, and so do the tokens it had.
        if (now != last && !(now.isEmpty() && reachedByOthers)) {
            last = now;
            tokens = new Tokens(now);
        }
        return tokens;
    }
}
