package io.waybill.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Some files, and every name that leads to them: their own and those of the symbolic links on the way. Whatever happens to
 * one of these names may change what the files say. Immutable.
 *
 * @param files absolute
 * @param names absolute; those of the files and of the links
 * @param directories where the names stand
 */
record WatchedFiles(List<Path> files, Set<Path> names, Set<Path> directories) {

    private static final int MAX_LINKS = 40;

    WatchedFiles {
        files = List.copyOf(files);
        names = Set.copyOf(names);
        directories = Set.copyOf(directories);
    }

    static WatchedFiles of(List<Path> files) {
        List<Path> absolute = new ArrayList<>();
        Set<Path> names = new LinkedHashSet<>();
        for (Path file : files) {
            absolute.add(file.toAbsolutePath());
            follow(file.toAbsolutePath().normalize(), names);
        }
        Set<Path> directories = new LinkedHashSet<>();
        for (Path name : names) {
            Path parent = name.getParent();
            if (parent != null) {
                directories.add(parent);
            }
        }
        return new WatchedFiles(absolute, names, directories);
    }

    boolean has(Path name) {
        return names.contains(name);
    }

    private static void follow(Path file, Set<Path> names) {
        Path rest = file;
        for (int links = 0; links < MAX_LINKS; links++) {
            Path link = firstLink(rest);
            if (link == null) {
                break;
            }
            names.add(link);
            try {
                Path target = link.resolveSibling(Files.readSymbolicLink(link));
                rest = target.resolve(link.relativize(rest)).normalize();
            } catch (IOException goneMeanwhile) {
                break;
            }
        }
        names.add(rest);
    }

    private static @Nullable Path firstLink(Path path) {
        Path prefix = path.getRoot();
        for (Path part : path) {
            prefix = prefix == null ? part : prefix.resolve(part);
            if (Files.isSymbolicLink(prefix)) {
                return prefix;
            }
        }
        return null;
    }
}
