package io.waybill.health;

/** How a check ended, in HAProxy's words: L4 is the connection, L6 is TLS, L7 the answer. */
public enum CheckCode {
    /** No check is over yet. */
    INI("no check yet"),
    L4OK("connected"),
    L4TOUT("connection timed out"),
    L4CON("connection failed"),
    L6OK("TLS handshake succeeded"),
    L6TOUT("TLS handshake timed out"),
    L6RSP("TLS handshake failed"),
    /** The answer is as expected. */
    L7OK("answer as expected"),
    /** The answer asks for no new requests. */
    L7OKC("answer asks for no new requests"),
    L7TOUT("answer timed out"),
    /** The answer is malformed or was cut off. */
    L7RSP("answer malformed or cut off"),
    /** The answer is not as expected. */
    L7STS("answer not as expected"),
    /** No socket could be made. */
    SOCKERR("no socket");

    private final String text;

    CheckCode(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }

    /** Whether the server counts as well by it. */
    public boolean isPassed() {
        return this == L4OK || this == L6OK || this == L7OK || this == L7OKC;
    }
}
