package io.waybill.config;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this machine, for files that give none. */
final class HostName {

    private static final Path LINUX = Path.of("/proc/sys/kernel/hostname");
    private static final String UNKNOWN = "waybill";

    private HostName() {}

    /** Fit to be a {@code node}: what may not stand in one becomes {@code -}. */
    static String read() {
        String name = asTheSystemSays().strip().replaceAll("[^A-Za-z0-9._-]", "-");
        String fitting = name.substring(0, Math.min(name.length(), WaybillConfig.MAX_NODE_LENGTH));
        return Names.isName(fitting) ? fitting : UNKNOWN;
    }

    private static String asTheSystemSays() {
        try {
            // the usual way asks the name service as well, which takes seconds where that is out of order
            return Files.isReadable(LINUX)
                    ? Files.readString(LINUX)
                    : InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unknown) {
            return UNKNOWN;
        } catch (IOException unreadable) {
            return UNKNOWN;
        }
    }
}
