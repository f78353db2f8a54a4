package io.waybill.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the configuration file is: the one named on the command line, else {@code $WAYBILL_CONFIG}, else the first that
 * exists of {@code waybill.yaml} in the working directory and {@code /etc/waybill/waybill.yaml}. Immutable.
 */
public final class ConfigLocation {

    private static final String VARIABLE = "WAYBILL_CONFIG";
    private static final List<Path> PLACES = List.of(Path.of("waybill.yaml"), Path.of("/etc/waybill/waybill.yaml"));

    private final Function<String, @Nullable String> environment;
    private final List<Path> places;

    /** @param environment a variable's value by its name, or null where it is not set */
    public ConfigLocation(Function<String, @Nullable String> environment) {
        this(environment, PLACES);
    }

    ConfigLocation(Function<String, @Nullable String> environment, List<Path> places) {
        this.environment = environment;
        this.places = List.copyOf(places);
    }

    /**
     * The file to read, or null if none is named and none of the usual ones exists. One that is named need not exist:
     * whoever reads it says so.
     *
     * @param named on the command line, or null
     */
    public @Nullable Path find(@Nullable Path named) {
        if (named != null) {
            return named;
        }
        String variable = environment.apply(VARIABLE);
        if (variable != null && !variable.isEmpty()) {
            return Path.of(variable);
        }
        return places.stream().filter(Files::exists).findFirst().orElse(null);
    }

    /** What to tell the operator when there is none. */
    public String missing() {
        return "waybill: found no configuration, expected --config FILE, $" + VARIABLE + ", ./" + places.get(0) + " or "
                + places.get(1) + "; to try Waybill without one: waybill demo";
    }
}
