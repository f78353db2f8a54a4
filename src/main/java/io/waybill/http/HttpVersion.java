package io.waybill.http;

import java.nio.charset.StandardCharsets;

/** The HTTP version that a message came by. */
public enum HttpVersion {
    HTTP_1_0("1.0"),
    HTTP_1_1("1.1"),
    HTTP_2("2.0");

    private final String number;

    @SuppressWarnings("ImmutableEnumChecker") // nobody changes it
    private final byte[] protocol;

    HttpVersion(String number) {
        this.number = number;
        this.protocol = ("HTTP/" + number).getBytes(StandardCharsets.US_ASCII);
    }

    /** {@code 1.1}, as in Via. */
    public String number() {
        return number;
    }

    /** {@code HTTP/1.1} as bytes, for logs. Not to be changed. */
    public byte[] protocol() {
        return protocol;
    }

    /** For arrays with an element for each version; not to be kept beyond the life of the process. */
    @SuppressWarnings("EnumOrdinal")
    public int index() {
        return ordinal();
    }
}
