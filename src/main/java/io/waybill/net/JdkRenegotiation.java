package io.waybill.net;

/**
 * Clients of TLS 1.2 may ask for a second handshake on a connection; nobody needs that, and it was the way into several
 * attacks. BoringSSL refuses it by itself, the JDK if it is told so before it speaks TLS for the first time.
 */
final class JdkRenegotiation {

    private static final String PROPERTY = "jdk.tls.rejectClientInitiatedRenegotiation";

    private JdkRenegotiation() {}

    /** Has the JDK refuse it, unless the operator has said something else. */
    static void refuse() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, "true");
        }
    }
}
