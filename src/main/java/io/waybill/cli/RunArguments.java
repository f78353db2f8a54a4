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
        return switch (arguments.size()) {
            case 1 -> new RunArguments(null);
            case 2 -> {
                String option = arguments.get(1);
                yield option.startsWith(LONG + "=") ? of(option.substring(LONG.length() + 1)) : null;
            }
            case 3 -> {
                String option = arguments.get(1);
                yield option.equals(LONG) || option.equals(SHORT) ? of(arguments.get(2)) : null;
            }
            default -> null;
        };
    }

    private static @Nullable RunArguments of(String file) {
        return file.isEmpty() || file.startsWith("-") ? null : new RunArguments(Path.of(file));
    }
}
