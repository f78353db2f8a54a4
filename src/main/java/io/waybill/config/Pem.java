package io.waybill.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What stands in a PEM file (RFC 7468); text between its blocks does not matter. Immutable. */
record Pem(Path path, List<Block> blocks) {

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    Pem {
        blocks = List.copyOf(blocks);
    }

    /**
     * What is between a BEGIN and its END.
     *
     * @param label for example CERTIFICATE
     * @param oldEncryption whether it is encrypted in the way of old (RFC 1421), and not by what it holds
     */
    record Block(String label, String base64, boolean oldEncryption) {}

    /** @throws Unfit if a block has no end */
    static Pem of(Path path, String text) throws Unfit {
        List<Block> blocks = new ArrayList<>();
        String label = null;
        boolean oldEncryption = false;
        StringBuilder base64 = new StringBuilder();
        for (String line : text.lines().map(String::strip).toList()) {
            if (line.startsWith(BEGIN) && line.endsWith(DASHES) && line.length() > BEGIN.length() + DASHES.length()) {
                refuse(path, label);
                label = line.substring(BEGIN.length(), line.length() - DASHES.length());
                oldEncryption = false;
                base64.setLength(0);
            } else if (label != null && line.equals(END + label + DASHES)) {
                blocks.add(new Block(label, base64.toString(), oldEncryption));
                label = null;
            } else if (label != null && line.indexOf(':') >= 0) {
                oldEncryption |= line.startsWith("Proc-Type:") && line.endsWith("ENCRYPTED");
            } else if (label != null) {
                base64.append(line);
            }
        }
        refuse(path, label);
        return new Pem(path, blocks);
    }

    private static void refuse(Path path, @Nullable String unfinished) throws Unfit {
        if (unfinished != null) {
            throw new Unfit(
                    "a block " + Shown.text(unfinished) + " without an end in " + shown(path),
                    "a PEM file",
                    "look whether the file was copied completely");
        }
    }

    private static String shown(Path path) {
        return Shown.escaped(path.toString());
    }

    /** What messages call it. */
    String file() {
        return shown(path);
    }

    /** Those with this label, in the order of the file. */
    List<Block> labelled(String label) {
        return blocks.stream().filter(block -> block.label().equals(label)).toList();
    }

    /** @throws Unfit if what the block holds is no Base64 */
    byte[] der(Block block) throws Unfit {
        try {
            return Base64.getDecoder().decode(block.base64());
        } catch (IllegalArgumentException garbled) {
            throw new Unfit(
                    "a block " + Shown.text(block.label()) + " that is no Base64 in " + file(),
                    "a PEM file",
                    "look whether the file was copied completely");
        }
    }
}
