package io.waybill.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The documents and the sources of this checkout, as text. */
final class Documents {

    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```[a-z]*\n(.*?)^```$");

    private Documents() {}

    static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** README.md and everything below docs. */
    static List<String> all() {
        return Stream.concat(Stream.of("README.md"), files("docs", ".md")).toList();
    }

    static Stream<String> files(String directory, String suffix) {
        try (Stream<Path> files = Files.walk(Path.of(directory))) {
            return files.map(Path::toString).filter(file -> file.endsWith(suffix)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands between backticks within a line, once each. */
    static Set<String> inlineCode(String text) {
        Set<String> found = new TreeSet<>();
        Matcher code = CODE.matcher(BLOCK.matcher(text).replaceAll(""));
        while (code.find()) {
            found.add(code.group(1));
        }
        return found;
    }

    /** The blocks between lines of three backticks that begin with that language. */
    static List<String> blocks(String text, String language) {
        return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
                .matcher(text)
                .results()
                .map(block -> block.group(1))
                .toList();
    }
}
