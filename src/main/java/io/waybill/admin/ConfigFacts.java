package io.waybill.admin;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that serves. Immutable.
 *
 * @param file as it was named on the command line
 * @param sha256 of the file's bytes, in lower-case hex; tells whether two processes run the same file
 * @param loadedAt when it began to serve
 * @param lastError why the last attempt to load it changed nothing, or null if it did
 */
public record ConfigFacts(
        String file,
        String sha256,
        Instant loadedAt,
        @Nullable String lastError) {}
