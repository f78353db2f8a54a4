package io.waybill.config;

import org.jspecify.annotations.Nullable;

/** Reads {@code limits} and the times of {@code timeouts} that concern clients. */
final class LimitsReader {

    private LimitsReader() {}

    static LimitsConfig limits(@Nullable Value value) {
        LimitsConfig otherwise = LimitsConfig.STANDARD;
        if (value == null) {
            return otherwise;
        }
        Section section = Section.of(value, Keys.LIMITS);
        long head =
                section.bytes("head", otherwise.headBytes(), LimitsConfig.MIN_HEAD_BYTES, LimitsConfig.MAX_HEAD_BYTES);
        long requestLine = Math.min(otherwise.requestLineBytes(), head);
        return new LimitsConfig(
                head,
                section.whole("fields", otherwise.fields(), 1, LimitsConfig.MAX_FIELDS),
                section.bytes("requestLine", requestLine, LimitsConfig.MIN_REQUEST_LINE_BYTES, head),
                section.bytes(
                        "trailers",
                        otherwise.trailerBytes(),
                        LimitsConfig.MIN_TRAILER_BYTES,
                        LimitsConfig.MAX_HEAD_BYTES),
                section.whole("trailerFields", otherwise.trailerFields(), 0, LimitsConfig.MAX_FIELDS),
                section.whole("informational", otherwise.informational(), 0, LimitsConfig.MAX_INFORMATIONAL),
                (int) section.bytes(
                        "chunkExtension", otherwise.chunkExtensionBytes(), 0, LimitsConfig.MAX_CHUNK_EXTENSION_BYTES),
                section.bytes("body", otherwise.bodyBytes(), 0, LimitsConfig.MAX_BODY_BYTES));
    }

    static ClientTimeouts clientTimeouts(@Nullable Section section) {
        ClientTimeouts otherwise = ClientTimeouts.STANDARD;
        if (section == null) {
            return otherwise;
        }
        return new ClientTimeouts(
                section.time("requestHead", otherwise.requestHead(), ClientTimeouts.MAX),
                section.time("keepAlive", otherwise.keepAlive(), ClientTimeouts.MAX),
                otherwise.handshake());
    }
}
