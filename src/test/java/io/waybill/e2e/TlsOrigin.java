package io.waybill.e2e;

import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.TestCertificates;

/**
 * An {@link Origin} and Waybill in front of it, with the listeners {@code edge}, which speaks TLS as {@code shop.test},
 * {@code localhost} and {@code 127.0.0.1}, and {@code plain}. Confined to one thread.
 */
final class TlsOrigin implements AutoCloseable {

    private final TestCertificates certificates = TestCertificates.make();
    private final Origin origin = Origin.start();
    private final RunningWaybill waybill;

    private TlsOrigin(String more) {
        waybill = RunningWaybill.withConfig(
                "listeners: {edge: {address: \"127.0.0.1:0\", tls: {certificates: [%s]}}, "
                        + "plain: {address: \"127.0.0.1:0\"}}\npools: {web: {servers: [\"127.0.0.1:%d\"]}}\n" + more,
                certificates.server("shop.test", "localhost", "127.0.0.1").yaml(),
                origin.port());
    }

    static TlsOrigin start() {
        return new TlsOrigin("");
    }

    /** @param more further keys of the configuration, whole lines */
    static TlsOrigin start(String more) {
        return new TlsOrigin(more);
    }

    Origin origin() {
        return origin;
    }

    TestCertificates certificates() {
        return certificates;
    }

    RunningWaybill waybill() {
        return waybill;
    }

    int tlsPort() {
        return waybill.port("edge");
    }

    int plainPort() {
        return waybill.port("plain");
    }

    @Override
    public void close() {
        waybill.close();
        origin.close();
        certificates.close();
    }
}
