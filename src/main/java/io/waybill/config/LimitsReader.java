package io.waybill.config;

import org.jspecify.annotations.Nullable;

/** Reads {@code limits}, {@code http2} and the times of {@code timeouts} that concern clients. */
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

    static Http2Config http2(@Nullable Value value) {
        Http2Config otherwise = Http2Config.STANDARD;
        if (value == null) {
            return otherwise;
        }
        Section section = Section.of(value, Keys.HTTP2);
        return new Http2Config(
                section.whole("streams", otherwise.streams(), 1, Http2Config.MAX_STREAMS),
                (int) section.bytes(
                        "streamWindow", otherwise.streamWindow(), Http2Config.MIN_WINDOW, Http2Config.MAX_WINDOW),
                (int) section.bytes("headerTable", otherwise.headerTable(), 0, Http2Config.MAX_HEADER_TABLE),
                section.whole("resets", otherwise.resets(), 1, Http2Config.MAX_RATE),
                section.whole("controlFrames", otherwise.controlFrames(), 1, Http2Config.MAX_RATE),
                section.timeOrZero("ping", otherwise.ping(), Http2Config.MAX),
                section.timeOrZero("maxAge", otherwise.maxAge(), Http2Config.MAX));
    }

    static ClientTimeouts clientTimeouts(@Nullable Section section) {
        ClientTimeouts otherwise = ClientTimeouts.STANDARD;
        if (section == null) {
            return otherwise;
        }
        return new ClientTimeouts(
                section.time("requestHead", otherwise.requestHead(), ClientTimeouts.MAX),
                section.time("keepAlive", otherwise.keepAlive(), ClientTimeouts.MAX),
                section.time("handshake", otherwise.handshake(), ClientTimeouts.MAX));
    }
}
