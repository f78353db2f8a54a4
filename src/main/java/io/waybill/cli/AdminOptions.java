package io.waybill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that talks to a running Waybill. */
final class AdminOptions {

    private static final String ADDRESS_VARIABLE = "WAYBILL_ADMIN";
    private static final String TOKEN_VARIABLE = "WAYBILL_TOKEN";
    private static final Duration USUAL = Duration.ofSeconds(10);
    private static final Duration OF_RELOADS = Duration.ofSeconds(60);

    private final Function<String, @Nullable String> environment;

    @Option(
            names = "--admin",
            paramLabel = "URL",
            description = "Admin listener; else $WAYBILL_ADMIN, else " + AdminAddress.DEFAULT + ".")
    private @Nullable String admin;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "File with the token for the admin listener; else the token in $WAYBILL_TOKEN, if it is set.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description =
                    "How long one answer may take; if not given 10s, or 60s where a file is read and names are looked"
                            + " up. Times have a unit: ms, s, m, h.")
    private @Nullable Duration timeout;

    @Option(names = "--json", description = "Write the result as JSON.")
    private boolean json;

    /** @param environment a variable's value by its name, or null where it is not set */
    AdminOptions(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    boolean json() {
        return json;
    }

    /** For the Waybill that the options name. */
    AdminClient client() {
        return client(USUAL);
    }

    /** The same for a request that makes Waybill read files, look names up and wait for first checks. */
    AdminClient patientClient() {
        return client(OF_RELOADS);
    }

    private AdminClient client(Duration otherwise) {
        String url = admin == null ? variable(ADDRESS_VARIABLE) : admin;
        return new AdminClient(
                AdminAddress.of(url == null ? AdminAddress.DEFAULT : url),
                token(),
                timeout == null ? otherwise : timeout);
    }

    private @Nullable String token() {
        if (tokenFile == null) {
            String token = variable(TOKEN_VARIABLE);
            return token == null ? null : checked(token.strip(), "$" + TOKEN_VARIABLE);
        }
        try {
            return checked(Files.readString(tokenFile).strip(), tokenFile.toString());
        } catch (IOException e) {
            throw CommandFailure.failed("cannot read " + tokenFile + ": " + reason(e));
        }
    }

    private static String checked(String token, String origin) {
        if (!token.matches("[!-~]+")) {
            throw CommandFailure.failed(origin + ": found no token, expected one line of printable characters");
        }
        return token;
    }

    private @Nullable String variable(String name) {
        String value = environment.apply(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** What went wrong with a file, in words. */
    static String reason(IOException failure) {
        if (failure instanceof java.nio.file.NoSuchFileException) {
            return "no such file";
        }
        if (failure instanceof java.nio.file.AccessDeniedException) {
            return "permission denied";
        }
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
