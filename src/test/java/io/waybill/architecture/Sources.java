package io.waybill.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules that only the text of the sources can show. Each method returns what breaks the rule, one sentence a place. */
final class Sources {

    private static final int MOST_LINES = 300;
    private static final Pattern OPEN_ENDS = Pattern.compile("TO" + "DO(?!\\(?#\\d)|FIX" + "ME|@aut" + "hor");
    private static final Pattern SYNCHRONIZED_BLOCK = Pattern.compile("^\\s*synchronized\\s*\\(");

    private Sources() {}

    static List<String> longFiles(Path directory) {
        List<String> found = new ArrayList<>();
        for (Path file : javaFiles(directory)) {
            int lines = lines(file).size();
            if (lines > MOST_LINES) {
                found.add(file + " has " + lines + " lines; at most " + MOST_LINES);
            }
        }
        return found;
    }

    static List<String> openEnds(Path directory) {
        return linesThatMatch(directory, OPEN_ENDS);
    }

    static List<String> synchronizedBlocks(Path directory) {
        return linesThatMatch(directory, SYNCHRONIZED_BLOCK);
    }

    static List<String> packagesThatAreNotNullMarked(Path directory) {
        return javaFiles(directory).stream()
                .map(file -> file.resolveSibling("package-info.java"))
                .distinct()
                .filter(file -> !Files.exists(file) || !lines(file).contains("@NullMarked"))
                .map(file -> file + " is missing or has no @NullMarked")
                .toList();
    }

    private static List<String> linesThatMatch(Path directory, Pattern pattern) {
        List<String> found = new ArrayList<>();
        for (Path file : javaFiles(directory)) {
            List<String> lines = lines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (pattern.matcher(lines.get(i)).find()) {
                    found.add(file + ":" + (i + 1) + ": " + lines.get(i).strip());
                }
            }
        }
        return found;
    }

    private static List<Path> javaFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
