package io.waybill.testkit;

import io.waybill.http.Refusal;
import java.nio.charset.StandardCharsets;

/**
 * Bytes of a peer that must be refused.
 *
 * @param name what is wrong with them
 * @param bytes one whole message, as it comes by the wire
 * @param refusal why; its status is what a client gets
 * @param inBody whether the head is in order and only the body is not
 */
public record WireCase(String name, byte[] bytes, Refusal refusal, boolean inBody) {

    static WireCase head(Refusal refusal, String name, String text) {
        return new WireCase(name, text.getBytes(StandardCharsets.ISO_8859_1), refusal, false);
    }

    static WireCase body(Refusal refusal, String name, String text) {
        return new WireCase(name, text.getBytes(StandardCharsets.ISO_8859_1), refusal, true);
    }

    @Override
    public String toString() {
        return name;
    }
}
