package io.waybill.config;

import java.util.regex.Pattern;

/** What names of listeners, pools and servers look like: they stand in URLs, log lines and metric labels. */
final class Names {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");
    private static final Pattern SERVER = Pattern.compile("[A-Za-z0-9_\\[][A-Za-z0-9._:\\]-]{0,299}");
    private static final String SHAPE =
            "1 to 64 letters, digits, dots, underscores and hyphens, not beginning with a dot" + " or a hyphen";

    private Names() {}

    static void check(Value.Named named, String what) {
        if (!NAME.matcher(named.name()).matches()) {
            named.wrongName("the name of a " + what + ": " + SHAPE, "rename it");
        }
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** A server may also be named like its address. */
    static boolean isServerName(String text) {
        return SERVER.matcher(text).matches();
    }

    static String shape() {
        return SHAPE;
    }
}
