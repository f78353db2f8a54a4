package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.testkit.HttpText;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.WaybillProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Commands and exit codes of the real process. */
class ProcessTest {

    private static final String GOOD = "pools: {web: {servers: [\"127.0.0.1:1\", \"127.0.0.1:2\"]}}\n";
    private static final String WRONG = "pools: {web: {servers: [\"127.0.0.1:1\"], balanse: random}}\n";

    @Test
    void wrongConfigurationEndsWithThreeAndSaysWhere() {
        for (String command : new String[] {"run", "check"}) {
            try (WaybillProcess process = WaybillProcess.withFile(WRONG, command)) {
                assertEquals(3, process.exitCode());
                String output = process.output();
                assertTrue(output.contains("waybill.yaml:1:"), output);
                assertTrue(output.contains("did you mean balance?"), output);
            }
        }
    }

    @Test
    void missingFileEndsWithOneAndIsNamed() {
        try (WaybillProcess process = WaybillProcess.command("run", "--config", "nowhere.yaml")) {
            assertEquals(1, process.exitCode());
            assertTrue(process.output().contains("nowhere.yaml"), process::output);
        }
    }

    @Test
    void wrongUseEndsWithTwo() {
        try (WaybillProcess process = WaybillProcess.command("rum")) {
            assertEquals(2, process.exitCode());
            assertTrue(process.output().contains("rum"), process::output);
        }
    }

    @Test
    void addressInUseEndsWithFourAndIsNamed() throws IOException {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + holder.getLocalPort();
            String yaml = "listeners: {edge: {address: \"" + address + "\"}}\nadmin: {address: \"127.0.0.1:0\"}\n";
            try (WaybillProcess process = WaybillProcess.withFile(GOOD + yaml, "run")) {
                assertEquals(4, process.exitCode());
                String output = process.output();
                assertTrue(output.contains("cannot bind listener edge to " + address), output);
                assertTrue(output.toLowerCase(Locale.ROOT).contains("address already in use"), output);
            }
        }
    }

    @Test
    void listenerOfAnotherWaybillIsNotShared() {
        try (RunningWaybill first = RunningWaybill.withConfig(GOOD)) {
            String address = "127.0.0.1:" + first.port("edge");
            String yaml = "listeners: {edge: {address: \"" + address + "\"}}\nadmin: {address: \"127.0.0.1:0\"}\n";
            try (WaybillProcess second = WaybillProcess.withFile(GOOD + yaml, "run")) {
                assertEquals(4, second.exitCode());
                assertTrue(second.output().contains("cannot bind listener edge to " + address), second::output);
            }
        }
    }

    @Test
    void adminAddressInUseEndsWithFourAndIsNamed() throws IOException {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "127.0.0.1:" + holder.getLocalPort();
            String yaml = "listeners: {edge: {address: \"127.0.0.1:0\"}}\nadmin: {address: \"" + address + "\"}\n";
            try (WaybillProcess process = WaybillProcess.withFile(GOOD + yaml, "run")) {
                assertEquals(4, process.exitCode());
                assertTrue(process.output().contains("cannot bind admin listener " + address), process::output);
            }
        }
    }

    @Test
    void accessLogThatCannotBeOpenedEndsWithOneAndIsNamed() {
        String yaml = "listeners: {edge: {address: \"127.0.0.1:0\"}}\nadmin: {address: \"127.0.0.1:0\"}\n"
                + "accessLog: {file: no/such/directory/access.log}\n";
        try (WaybillProcess process = WaybillProcess.withFile(GOOD + yaml, "run")) {
            assertEquals(1, process.exitCode());
            assertTrue(process.output().contains("no/such/directory/access.log"), process::output);
        }
    }

    @Test
    void checkCountsWhatItFinds() {
        try (WaybillProcess process = WaybillProcess.withFile(GOOD, "check")) {
            assertEquals(0, process.exitCode());
            String line = process.output().lines().reduce("", (first, last) -> last);
            assertTrue(line.contains("1 listener") && line.contains("1 pool") && line.contains("2 servers"), line);
        }
    }

    @Test
    void versionSaysItsName() {
        try (WaybillProcess process = WaybillProcess.command("version")) {
            assertEquals(0, process.exitCode());
            assertTrue(process.output().contains("waybill "), process::output);
        }
    }

    @Test
    void accessLogOnStandardOutputIsWholeWhenTheProcessEnds() {
        try (WaybillProcess process =
                WaybillProcess.serving("routes: [{respond: {status: 200, body: hello}}]\naccessLog: {file: \"-\"}\n")) {
            for (int i = 0; i < 20; i++) {
                assertEquals(200, HttpText.status(Requests.send(process.port("edge"), Requests.get("/" + i))));
            }
            process.signal("INT");

            assertEquals(0, process.exitCode());
            String output = process.output();
            for (int i = 0; i < 20; i++) {
                assertTrue(output.contains("\"GET /" + i + " HTTP/1.1\" 200"), output);
            }
        }
    }
}
