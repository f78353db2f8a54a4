package io.waybill.e2e;

import io.waybill.testkit.TestCertificates;
import io.waybill.testkit.WaybillProcess;
import java.util.Map;

/**
 * An {@link Origin} and, in front of it, Waybill as a process of its own with little memory, whose listener {@code edge}
 * speaks TLS as {@code localhost} and {@code 127.0.0.1}, and whose listener {@code plain} does not. Confined to one thread.
 */
final class TlsProcess implements AutoCloseable {

    private static final String MEMORY = "-Xmx96m -XX:MaxDirectMemorySize=96m";

    private final TestCertificates certificates = TestCertificates.make();
    private final Origin origin = Origin.start();
    private final WaybillProcess waybill;

    private TlsProcess(String memory, String more) {
        this(memory, more, 0);
    }

    private TlsProcess(String memory, String more, int serverPort) {
        String yaml = String.format(
                "listeners: {edge: {address: \"127.0.0.1:0\", tls: {certificates: [%s]}}, "
                        + "plain: {address: \"127.0.0.1:0\"}}\npools: {web: {servers: [\"127.0.0.1:%d\"]}}\n",
                certificates.server("localhost", "127.0.0.1").yaml(), serverPort == 0 ? origin.port() : serverPort);
        waybill = WaybillProcess.serving(Map.of("JAVA_TOOL_OPTIONS", memory), yaml + more);
    }

    static TlsProcess start() {
        return new TlsProcess(MEMORY, "");
    }

    /**
     * @param memory options of the JVM
     * @param more further keys of the configuration, whole lines
     */
    static TlsProcess start(String memory, String more) {
        return new TlsProcess(memory, more);
    }

    /** The same, but requests go to this port of 127.0.0.1. */
    static TlsProcess inFrontOf(int serverPort, String memory, String more) {
        return new TlsProcess(memory, more, serverPort);
    }

    WaybillProcess waybill() {
        return waybill;
    }

    Origin origin() {
        return origin;
    }

    TestCertificates certificates() {
        return certificates;
    }

    /** Fails if something was logged that no client and no server can bring about. */
    void assertNoBug() {
        String output = waybill.output();
        if (output.contains(" bug: ") || output.contains("OutOfMemory") || output.contains("LEAK")) {
            throw new AssertionError(output);
        }
    }

    @Override
    public void close() {
        waybill.close();
        origin.close();
        certificates.close();
    }
}
