package io.waybill.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of {@code waybill run}, read without the command-line library: it takes longer to load than the rest of
 * Waybill, and a server should be back quickly. Immutable.
 *
 * @param config named on the command line, or null
 */
record RunArguments(@Nullable Path config) {

    private static final String COMMAND = "run";
    private static final String LONG = "--config";
    private static final String SHORT = "-c";

    /** The arguments if they are those of a plain run; null for anything else, mistakes included. */
    static @Nullable RunArguments parse(List<String> arguments) {
        if (arguments.isEmpty() || !arguments.get(0).equals(COMMAND)) {
            return null;
        }
        if (arguments.size() == 1) {
            return new RunArguments(null);
        }
        String file = file(arguments.subList(1, arguments.size()));
        return file.isEmpty() || file.startsWith("-") ? null : new RunArguments(Path.of(file));
    }

    /** What the options name, or nothing if they are not exactly one. */
    private static String file(List<String> options) {
        String first = options.get(0);
        if (options.size() == 1 && first.startsWith(LONG + "=")) {
            return first.substring(LONG.length() + 1);
        }
        boolean named = options.size() == 2 && (first.equals(LONG) || first.equals(SHORT));
        return named ? options.get(1) : "";
    }
}
