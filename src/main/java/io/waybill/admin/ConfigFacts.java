package io.waybill.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that serves, and what became of the last attempt to change it. Immutable.
 *
 * @param file as it was named on the command line
 * @param sha256 of the file's bytes, in lower-case hex; tells whether two processes run the same file
 * @param version of the snapshot that serves; counts the snapshots of this process, from 1
 * @param loadedAt when the file began to serve
 * @param attemptedAt when it was last tried to load the file
 * @param lastError why the last attempt to load it changed nothing, or null if it did
 * @param notices what the operator should know of it although it serves
 * @param tokens names of those who are let in at the admin listener; never their secrets
 */
public record ConfigFacts(
        String file,
        String sha256,
        int version,
        Instant loadedAt,
        Instant attemptedAt,
        @Nullable String lastError,
        List<String> notices,
        List<String> tokens) {

    public ConfigFacts {
        notices = List.copyOf(notices);
        tokens = List.copyOf(tokens);
    }
}
