package io.waybill.exchange;

import io.waybill.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** The field line Via (RFC 9110, section 7.6.3) of this node, ready for each version that a message may come by. Immutable. */
final class Via {

    private final byte[][] lines = new byte[HttpVersion.values().length][];

    Via(String node) {
        for (HttpVersion version : HttpVersion.values()) {
            lines[version.index()] =
                    ("Via: " + version.number() + " " + node + "\r\n").getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** A whole line; not to be changed. */
    byte[] of(HttpVersion received) {
        return lines[received.index()];
    }
}
