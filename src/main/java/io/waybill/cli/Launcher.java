package io.waybill.cli;

import java.nio.file.Path;

/** Port: what the commands that run a proxy in this process need from who puts one together. */
public interface Launcher {

    /**
     * Serves with this configuration until the process is told to stop.
     *
     * @param config as the operator named it; need not exist
     */
    ExitCode run(Path config);

    /**
     * Serves three sample servers and shows what can be done with them, until the process is told to stop.
     *
     * @param port of the proxy; 0 for the first one from 8080 on that is free
     */
    ExitCode demo(int port);

    /** Runs a proxy for a moment, so that the JVM can write down which classes it needs. */
    ExitCode train();

    /** The transport that the event loops of this machine get by default: {@code epoll}, {@code io_uring}, {@code nio}. */
    String transport();

    /** The TLS library that listeners and pools use on this machine, with its version. */
    String tls();
}
