package io.waybill.control;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * What files look like from outside at one moment: which file it is, how long, how old. Immutable.
 *
 * @param stamps one for each file; the same text as long as the file has not been touched
 */
record FileStamps(List<String> stamps) {

    static final FileStamps NONE = new FileStamps(List.of("not looked at yet"));

    FileStamps {
        stamps = List.copyOf(stamps);
    }

    static FileStamps of(List<Path> files) {
        List<String> stamps = new ArrayList<>();
        for (Path file : files) {
            stamps.add(file + " " + stamp(file));
        }
        return new FileStamps(stamps);
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.fileKey() + " " + attributes.size() + " " + attributes.lastModifiedTime();
        } catch (IOException unreadable) {
            return String.valueOf(unreadable.getClass());
        }
    }
}
