package io.waybill.cli;

import java.nio.charset.StandardCharsets;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The server that a command is about. Immutable. */
record Target(String pool, String server) {

    private static final String PLAIN = "-._~:[]";

    /** Of the server at the admin listener. */
    String path() {
        return poolPath(pool) + "/servers/" + escaped(server);
    }

    /** Of a pool at the admin listener. */
    static String poolPath(String pool) {
        return "/pools/" + escaped(pool);
    }

    @Override
    public String toString() {
        return pool + "/" + server;
    }

    private static String escaped(String segment) {
        StringBuilder escaped = new StringBuilder();
        for (byte each : segment.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xff);
            boolean plain = character < 0x80 && (Character.isLetterOrDigit(character) || PLAIN.indexOf(character) >= 0);
            escaped.append(plain ? String.valueOf(character) : String.format("%%%02X", (int) character));
        }
        return escaped.toString();
    }

    /** From {@code POOL/SERVER}. */
    static final class Converter implements ITypeConverter<Target> {

        @Override
        public Target convert(String text) {
            int slash = text.indexOf('/');
            if (slash <= 0 || slash == text.length() - 1) {
                throw new TypeConversionException(
                        "found " + text + ", expected POOL/SERVER; waybill servers lists them");
            }
            return new Target(text.substring(0, slash), text.substring(slash + 1));
        }
    }
}
