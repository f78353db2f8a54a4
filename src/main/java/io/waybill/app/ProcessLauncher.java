package io.waybill.app;

import io.waybill.cli.ExitCode;
import io.waybill.cli.Launcher;
import io.waybill.config.ConfigFile;
import io.waybill.config.LoadResult;
import io.waybill.net.TlsProvider;
import io.waybill.net.Transports;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a proxy as this process: reads its file, starts it, listens to signals, waits, stops it. Used by the main thread. */
final class ProcessLauncher implements Launcher {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessLauncher.class);

    private final Path directory;
    private final List<String> arguments;

    /**
     * @param directory where Waybill is installed
     * @param arguments of the command line
     */
    ProcessLauncher(Path directory, List<String> arguments) {
        this.directory = directory;
        this.arguments = List.copyOf(arguments);
    }

    @Override
    public ExitCode run(Path config) {
        LoadResult result = ConfigFile.read(config, System::getenv);
        if (result instanceof LoadResult.Loaded loaded) {
            loaded.notices().forEach(notice -> LOG.warn("configuration notice: {}", notice));
            return serve(loaded, waybill -> {});
        }
        result.lines().forEach(System.err::println);
        return result instanceof LoadResult.Wrong ? ExitCode.WRONG_CONFIGURATION : ExitCode.FAILED;
    }

    @Override
    public ExitCode demo(int port) {
        try (Demo demo = Demo.start(port)) {
            LoadResult result = ConfigFile.read(demo.configFile(), System::getenv);
            if (result instanceof LoadResult.Loaded loaded) {
                return serve(
                        loaded,
                        waybill -> System.out.print(
                                demo.introduction(waybill.port(Demo.LISTENER), waybill.adminPort(), command())));
            }
            throw new IllegalStateException("the demo's own configuration is wrong: " + result.lines());
        } catch (IOException failed) {
            LOG.error("demo not started: reason={}", failed.getMessage());
            return ExitCode.FAILED;
        }
    }

    /** How this Waybill is called on a command line. */
    private String command() {
        Path script = directory.resolve("bin").resolve("waybill");
        return Files.isExecutable(script) ? script.toString() : "waybill";
    }

    @Override
    public ExitCode train() {
        try {
            Training.run(directory);
            return ExitCode.DONE;
        } catch (IOException failed) {
            LOG.error("training failed: reason={}", failed.getMessage());
            return ExitCode.FAILED;
        }
    }

    @Override
    public String transport() {
        return Transports.best().word();
    }

    @Override
    public String tls() {
        return TlsProvider.best().library();
    }

    private ExitCode serve(LoadResult.Loaded loaded, Consumer<Waybill> introduction) {
        Waybill waybill;
        try {
            waybill = Waybill.start(loaded, directory, arguments);
        } catch (BindException cannotBind) {
            LOG.error("not started: reason={}", cannotBind.getMessage());
            return ExitCode.CANNOT_BIND;
        } catch (IOException | IllegalStateException cannotStart) {
            LOG.error("not started: reason={}", cannotStart.getMessage());
            return ExitCode.FAILED;
        }
        // Before anybody can know that it has started, or the signal of one who does would find the JVM's own handler.
        CountDownLatch told = onSignal(waybill);
        LOG.info(
                "started: config={} {} admin-port={}",
                loaded.file(),
                waybill.stats().summary(),
                waybill.adminPort());
        introduction.accept(waybill);
        await(told);
        Drain.Result drained = waybill.stop();
        LOG.info("stopped: exchanges-finished={} exchanges-cut={}", drained.finished(), drained.cut());
        return ExitCode.DONE;
    }

    /** TERM and INT end the wait for the result; the second one ends the process. */
    private static CountDownLatch onSignal(Waybill waybill) {
        CountDownLatch told = new CountDownLatch(1);
        AtomicInteger times = new AtomicInteger();
        for (String name : List.of("TERM", "INT")) {
            Signals.on(name, () -> {
                if (times.getAndIncrement() == 0) {
                    LOG.info(
                            "stopping: signal={} exchanges-in-flight={}",
                            name,
                            waybill.stats().exchangesInFlight());
                    told.countDown();
                } else {
                    Runtime.getRuntime().halt(ExitCode.FAILED.code());
                }
            });
        }
        Signals.on("USR1", waybill::reopenLogs);
        Signals.on("HUP", () -> {
            var unused = waybill.reload("signal");
        });
        return told;
    }

    private static void await(CountDownLatch told) {
        try {
            told.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
