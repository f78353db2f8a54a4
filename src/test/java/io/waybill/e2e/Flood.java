package io.waybill.e2e;

import io.waybill.testkit.HpackBomb;
import io.waybill.testkit.Http2Blocks;
import io.waybill.testkit.Http2Frame;
import io.waybill.testkit.RawHttp2Client;

/** What an attacker sends again and again on one HTTP/2 connection, and by what name the statistics know it. */
enum Flood {
    RAPID_RESET("resets") {
        @Override
        void wave(RawHttp2Client client, int stream) {
            client.queue(get(stream, "/"))
                    .queue(bytes(Http2Frame.RST_STREAM, 0, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 8));
        }
    },
    WINDOW_UPDATE_OF_NOTHING("provoked_resets") {
        @Override
        void wave(RawHttp2Client client, int stream) {
            client.queue(get(stream, "/")).queue(bytes(Http2Frame.WINDOW_UPDATE, 0, stream, new byte[4]));
        }
    },
    OTHER_LENGTH_THAN_ANNOUNCED("provoked_resets") {
        @Override
        void wave(RawHttp2Client client, int stream) {
            client.queue(post(stream, "content-length: 5"))
                    .queue(bytes(Http2Frame.DATA, Http2Frame.END_STREAM, stream, (byte) 'a'));
        }
    },
    DATA_BEHIND_THE_END("provoked_resets") {
        @Override
        void wave(RawHttp2Client client, int stream) {
            client.queue(get(stream, "/")).queue(bytes(Http2Frame.DATA, 0, stream, (byte) 'a'));
        }
    },
    MALFORMED_REQUESTS("provoked_resets") {
        @Override
        void wave(RawHttp2Client client, int stream) {
            client.queue(post(stream, "connection: close"));
        }
    },
    SMALL_CONTINUATIONS("continuation") {
        @Override
        void begin(RawHttp2Client client) {
            client.queue(bytes(Http2Frame.HEADERS, 0, 1, GET));
        }

        @Override
        void wave(RawHttp2Client client, int stream) {
            client.queue(bytes(Http2Frame.CONTINUATION, 0, 1));
        }
    },
    LARGE_CONTINUATIONS("headers") {
        @Override
        void begin(RawHttp2Client client) {
            client.queue(bytes(Http2Frame.HEADERS, 0, 1, GET));
        }

        @Override
        void wave(RawHttp2Client client, int stream) {
            client.queue(bytes(Http2Frame.CONTINUATION, 0, 1, new byte[16_384]));
        }
    },
    PINGS("ping") {
        @Override
        void wave(RawHttp2Client client, int stream) {
            client.queue(bytes(Http2Frame.PING, 0, 0, new byte[8]));
        }
    },
    SETTINGS("settings") {
        @Override
        void wave(RawHttp2Client client, int stream) {
            client.queue(bytes(Http2Frame.SETTINGS, 0, 0));
        }
    },
    PRIORITIES("priority") {
        @Override
        void wave(RawHttp2Client client, int stream) {
            client.queue(bytes(Http2Frame.PRIORITY, 0, stream, new byte[5]));
        }
    },
    EMPTY_DATA("empty") {
        @Override
        void begin(RawHttp2Client client) {
            client.queue(post(1, "a: b"));
        }

        @Override
        void wave(RawHttp2Client client, int stream) {
            client.queue(bytes(Http2Frame.DATA, 0, 1));
        }
    },
    HEADER_BOMB("headers") {
        @Override
        void wave(RawHttp2Client client, int stream) {
            client.queue(bytes(
                    Http2Frame.HEADERS,
                    Http2Frame.END_HEADERS | Http2Frame.END_STREAM,
                    stream,
                    HpackBomb.block(3_000, 10_000)));
        }
    };

    private static final byte[] GET = Http2Blocks.literal(":method: GET", ":scheme: http", ":authority: x", ":path: /");

    private final String word;

    Flood(String word) {
        this.word = word;
    }

    /** The counter of {@code floods} in /stats. */
    String word() {
        return word;
    }

    void begin(RawHttp2Client client) {}

    /** @param stream one that was not used before */
    abstract void wave(RawHttp2Client client, int stream);

    static byte[] get(int stream, String path) {
        byte[] block = Http2Blocks.literal(":method: GET", ":scheme: http", ":authority: x", ":path: " + path);
        return bytes(Http2Frame.HEADERS, Http2Frame.END_HEADERS | Http2Frame.END_STREAM, stream, block);
    }

    static byte[] post(int stream, String line) {
        byte[] block = Http2Blocks.literal(":method: POST", ":scheme: http", ":authority: x", ":path: /", line);
        return bytes(Http2Frame.HEADERS, Http2Frame.END_HEADERS, stream, block);
    }

    private static byte[] bytes(int type, int flags, int stream, byte... payload) {
        return Http2Frame.bytes(type, flags, stream, payload);
    }
}
