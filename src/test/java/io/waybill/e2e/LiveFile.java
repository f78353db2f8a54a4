package io.waybill.e2e;

import io.waybill.testkit.AdminCall;
import io.waybill.testkit.WaybillProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** The configuration of a proxy in front of the six servers of one process, in as many versions as one likes. */
final class LiveFile {

    private static final int SERVERS = 6;

    private final WaybillProcess servers;

    /** @param servers whose listeners {@code s1} to {@code s6} are the servers */
    LiveFile(WaybillProcess servers) {
        this.servers = servers;
    }

    /** What the proxy starts with. */
    String first() {
        return whole(0);
    }

    /** Writes the next version and has it loaded: by watch, signal and request in turn. */
    String change(WaybillProcess waybill, int number) {
        boolean broken = number % 10 == 5;
        write(waybill.directory(), broken ? text(number) + "pools: [\n" : whole(number));
        switch (number % 3) {
            case 0 -> waybill.signal("HUP");
            case 1 -> {
                AdminCall answer = AdminCall.change(waybill.adminPort(), "POST", "/reload", null);
                if (answer.status() != (broken ? 422 : 200)) {
                    return "version " + number + ": " + answer;
                }
            }
            default -> {
                // It is watched.
            }
        }
        return "";
    }

    private String whole(int number) {
        return text(number) + "admin: {address: \"127.0.0.1:0\"}\n";
    }

    private String text(int number) {
        List<String> listed = new ArrayList<>();
        for (int server = 1; server <= SERVERS; server++) {
            if (server == 1 || (number + server) % 3 != 0) {
                listed.add("{name: s" + server + ", address: \"127.0.0.1:" + servers.port("s" + server) + "\", weight: "
                        + (1 + (number + server) % 4) + "}");
            }
        }
        String more = number % 2 == 0 ? "" : ", more: {address: \"127.0.0.1:0\"}";
        return "threads: 1\naccessLog: {file: \"off\"}\n"
                + "listeners: {edge: {address: \"127.0.0.1:0\"}" + more + "}\n"
                + "routes: [{pool: web}, {path: /v" + number + "/, pool: web}]\n"
                + "pools: {web: {servers: [" + String.join(", ", listed) + "],"
                + " check: {port: " + servers.port("s1") + ", interval: 500ms}}}\n";
    }

    private static void write(Path directory, String text) {
        try {
            Path written = Files.writeString(directory.resolve("waybill.yaml.new"), text);
            Files.move(
                    written,
                    directory.resolve("waybill.yaml"),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many versions the proxy has taken so far. */
    int applied(WaybillProcess waybill) {
        return AdminCall.get(waybill.adminPort(), "/stats")
                .json()
                .at("/config/version")
                .asInt(0);
    }
}
