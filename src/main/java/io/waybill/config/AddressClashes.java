package io.waybill.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds addresses that cannot be listened on together. */
final class AddressClashes {

    private AddressClashes() {}

    /**
     * An address somebody listens on.
     *
     * @param owner the keys of its listener
     * @param written where it stands; null for a default that is not written anywhere
     */
    record Taken(String owner, HostPort address, @Nullable Value written) {}

    static void report(List<Taken> addresses, Problems problems) {
        Map<Integer, List<Taken>> byPort = new HashMap<>();
        for (Taken taken : addresses) {
            if (taken.address().port() != 0) {
                byPort.computeIfAbsent(taken.address().port(), port -> new ArrayList<>())
                        .add(taken);
            }
        }
        byPort.values().forEach(samePort -> reportOne(samePort, problems));
    }

    private static void reportOne(List<Taken> samePort, Problems problems) {
        for (int later = 1; later < samePort.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                if (overlap(samePort.get(earlier).address(), samePort.get(later).address())) {
                    report(samePort.get(earlier), samePort.get(later), problems);
                    break;
                }
            }
        }
    }

    private static void report(Taken earlier, Taken later, Problems problems) {
        Value written = later.written();
        Taken other = earlier;
        if (written == null) {
            written = earlier.written();
            other = later;
        }
        if (written != null) {
            String line = other.written() == null
                    ? " by default"
                    : " (line " + other.written().place().line() + ")";
            problems.add(new Problem(
                    written.place(),
                    written.path(),
                    Shown.text(written.node().shown()),
                    "an address of its own",
                    "choose another port: " + other.owner() + " listens on " + other.address() + line));
        }
    }

    static boolean overlap(HostPort one, HostPort other) {
        String a = one.host().toLowerCase(Locale.ROOT);
        String b = other.host().toLowerCase(Locale.ROOT);
        if (isEverything(a) || isEverything(b)) {
            return true;
        }
        byte[] bytesOfA = bytes(a);
        byte[] bytesOfB = bytes(b);
        if (bytesOfA == null || bytesOfB == null) {
            // a name: it may resolve to any IPv4 address
            return a.equals(b) || a.equals("0.0.0.0") || b.equals("0.0.0.0");
        }
        return Arrays.equals(bytesOfA, bytesOfB)
                || (bytesOfA.length == bytesOfB.length && (a.equals("0.0.0.0") || b.equals("0.0.0.0")));
    }

    /** {@code ::} takes IPv4 connections as well. */
    private static boolean isEverything(String host) {
        byte[] bytes = IpLiteral.parse(host);
        return host.equals("*") || (bytes != null && Arrays.equals(bytes, new byte[16]));
    }

    private static byte @Nullable [] bytes(String host) {
        return IpLiteral.parse(host.equals("localhost") ? "127.0.0.1" : host);
    }
}
