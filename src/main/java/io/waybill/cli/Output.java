package io.waybill.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command writes. Immutable.
 *
 * @param out results, which a script may read
 * @param err everything that a person should see and a script should not take for a result
 */
public record Output(PrintWriter out, PrintWriter err) {

    /** Of this process, in UTF-8 whatever the locale is. */
    public static Output standard() {
        return new Output(writer(FileDescriptor.out), writer(FileDescriptor.err));
    }

    private static PrintWriter writer(FileDescriptor descriptor) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
    }
}
