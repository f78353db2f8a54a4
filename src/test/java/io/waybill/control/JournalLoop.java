package io.waybill.control;

import io.waybill.control.ServerOverride.Aspect;
import io.waybill.pool.ServerId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A process that writes overrides without end: the n-th time, n mod 257 is the weight of each of many servers. It says on
 * standard output what it has begun to write and what it has written.
 */
final class JournalLoop {

    private static final int SERVERS = 200;

    private JournalLoop() {}

    /** @param arguments the state file, and the number to begin with */
    public static void main(String[] arguments) throws IOException {
        Journal journal = new Journal(Path.of(arguments[0]));
        journal.read();
        for (int number = Integer.parseInt(arguments[1]); ; number++) {
            System.out.println("begun " + number);
            journal.write(overrides(number));
            System.out.println("written " + number);
        }
    }

    static List<ServerOverride> overrides(int number) {
        List<ServerOverride> overrides = new ArrayList<>();
        for (int server = 0; server < SERVERS; server++) {
            overrides.add(new ServerOverride(
                    new ServerId("app", "a" + server),
                    Aspect.WEIGHT,
                    "1",
                    String.valueOf(number % 257),
                    "loop",
                    Instant.EPOCH.plusSeconds(number),
                    "number " + number,
                    null));
        }
        return overrides;
    }
}
