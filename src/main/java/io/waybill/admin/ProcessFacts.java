package io.waybill.admin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Who this process is: enough for a stranger who finds it behind a port to know what it is, where it was started and by
 * whom. Immutable.
 *
 * @param baseDir directory that Waybill is installed in
 * @param buildType {@code release}, {@code snapshot} or {@code development}
 * @param command the command line, without the JVM's part of it
 * @param cwd working directory
 * @param host name of the machine
 * @param pid of the process
 * @param user the process runs as
 * @param version of Waybill
 * @param node this Waybill's name in logs and request IDs
 * @param startedAt when the process started
 */
public record ProcessFacts(
        String baseDir,
        String buildType,
        String command,
        String cwd,
        String host,
        long pid,
        String user,
        String version,
        String node,
        Instant startedAt) {

    /**
     * Asks the operating system and the JVM; looks the host's name up, so not for an event loop.
     *
     * @param baseDir directory that Waybill is installed in
     * @param version of Waybill; ends in {@code -SNAPSHOT} for a build between releases
     * @param node from the configuration
     * @param arguments of the command line
     */
    public static ProcessFacts ofThisProcess(Path baseDir, String version, String node, List<String> arguments) {
        ProcessHandle self = ProcessHandle.current();
        return new ProcessFacts(
                baseDir.toAbsolutePath().normalize().toString(),
                buildType(version),
                arguments.isEmpty() ? "waybill" : "waybill " + String.join(" ", arguments),
                Path.of("").toAbsolutePath().toString(),
                hostName(),
                self.pid(),
                System.getProperty("user.name", "unknown"),
                version,
                node,
                self.info().startInstant().orElseGet(Instant::now));
    }

    private static String buildType(String version) {
        if (version.endsWith("-SNAPSHOT")) {
            return "snapshot";
        }
        return Character.isDigit(version.charAt(0)) ? "release" : "development";
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unknown) {
            return "localhost";
        }
    }
}
