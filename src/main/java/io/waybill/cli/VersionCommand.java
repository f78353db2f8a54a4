package io.waybill.cli;

import io.netty.util.Version;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** {@code waybill version}: what this is, for people and for bug reports. */
@Command(name = "version", description = "Show the version.", mixinStandardHelpOptions = true)
public final class VersionCommand implements ExitCodeCommand {

    private static final String UNPACKAGED = "development";

    private final Supplier<String> transport;
    private final Supplier<String> tls;
    private final Output output;

    @Option(names = "--verbose", description = "Also show what Waybill runs on.")
    private boolean verbose;

    VersionCommand(Supplier<String> transport, Supplier<String> tls, Output output) {
        this.transport = transport;
        this.tls = tls;
        this.output = output;
    }

    /** The version of the package this runs from; {@code development} when it is not packaged. */
    public static String version() {
        String packaged = VersionCommand.class.getPackage().getImplementationVersion();
        return packaged == null ? UNPACKAGED : packaged;
    }

    @Override
    public ExitCode execute() {
        output.out().println("waybill " + version());
        if (verbose) {
            Version netty = Version.identify().get("netty-common");
            line("jdk", Runtime.version() + ", " + System.getProperty("java.vm.name"));
            line("netty", netty == null ? null : netty.artifactVersion());
            line("transport", transport.get());
            line("tls", tls.get());
            line("allocator", System.getProperty("io.netty.allocator.type", "adaptive"));
            line(
                    "os",
                    System.getProperty("os.name") + " " + System.getProperty("os.version") + ", "
                            + System.getProperty("os.arch"));
        }
        return ExitCode.DONE;
    }

    private void line(String name, @Nullable String value) {
        output.out().printf("%-10s %s%n", name, value == null ? "unknown" : value);
    }

    /** For {@code waybill --version}. */
    static final class Provider implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"waybill " + version()};
        }
    }
}
