package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.waybill.testkit.HttpText;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who a client has proved to be is for Waybill to say: what clients say about it never reaches a server. */
class ClientCertificateFieldsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Client-Cert-Subject",
                "x-client-cert-fingerprint",
                "X_CLIENT_CERT_SUBJECT",
                "X-Client_Cert-Issuer",
                "x_client-cert-made-up"
            })
    void aClientCannotBringItInAnySpellingNotEvenATrustedProxyNorInTrailers(String name) {
        for (String more : new String[] {"", "trustedProxies: [127.0.0.1/32]\n"}) {
            try (ProxiedServer proxied = ProxiedServer.start(more).answering200()) {
                String sent = proxied.forwarded("POST / HTTP/1.1\r\nHost: x\r\nX-Kept: 1\r\n" + name
                        + ": CN=admin\r\nX-Client-Certainty: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "2\r\nhi\r\n0\r\nX-Last: 1\r\n" + name + ": CN=admin\r\n\r\n");

                assertFalse(sent.toLowerCase(Locale.ROOT).contains(name.toLowerCase(Locale.ROOT)), sent);
                assertEquals("1", HttpText.field(sent, "X-Kept"));
                assertEquals("1", HttpText.field(sent, "X-Client-Certainty"));
            }
        }
    }
}
