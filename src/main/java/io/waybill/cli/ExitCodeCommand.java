package io.waybill.cli;

import java.util.concurrent.Callable;

/** A command whose result is one of {@link ExitCode}. */
interface ExitCodeCommand extends Callable<Integer> {

    ExitCode execute();

    @Override
    default Integer call() {
        return execute().code();
    }
}
