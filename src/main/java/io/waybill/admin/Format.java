package io.waybill.admin;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** In which form a page is asked for, by {@code ?format=}. */
enum Format {
    JSON,
    TEXT,
    PROMETHEUS;

    /** The format of that name, JSON if none is named, or null if there is no such format. */
    static @Nullable Format of(@Nullable String name) {
        if (name == null) {
            return JSON;
        }
        for (Format format : values()) {
            if (format.word().equals(name)) {
                return format;
            }
        }
        return null;
    }

    /** What a request gets that named something else than one of {@code formats}. */
    static Answer unknown(@Nullable String name, Format... formats) {
        String expected = Arrays.stream(formats).map(Format::word).collect(Collectors.joining(", "));
        return Answer.text(400, "format: found " + name + ", expected one of " + expected + "\n");
    }

    private String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
