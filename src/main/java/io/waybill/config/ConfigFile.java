package io.waybill.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration file: bytes, then YAML with the place of every value, then records. Nothing of it is used at run
 * time, and every reading begins afresh.
 */
public final class ConfigFile {

    private ConfigFile() {}

    /**
     * Reads and checks the whole file, and reports all its problems together.
     *
     * @param file named in messages as it is named here; what relative names in it are relative to is its directory
     * @param environment the value of an environment variable, or null if it is not set; for a process
     *     {@code System::getenv}
     */
    public static LoadResult read(Path file, Function<String, @Nullable String> environment) {
        String name = file.toString();
        FileBytes bytes;
        try {
            bytes = FileBytes.of(file);
        } catch (IOException unreadable) {
            return new LoadResult.Unreadable(name + ": cannot read the file: " + unreadable.getMessage());
        }
        Problems problems = new Problems();
        String text = bytes.text(name, problems);
        YamlNode root = text == null ? null : YamlTree.read(name, text, new Environment(environment), problems);
        Path parent = file.toAbsolutePath().getParent();
        WaybillConfig config = root == null
                ? null
                : new RootReader(parent == null ? file.toAbsolutePath() : parent, problems).read(root);
        return config == null || !problems.isEmpty()
                ? new LoadResult.Wrong(problems.problems(), bytes.sha256())
                : new LoadResult.Loaded(name, config, problems.notices(), bytes.sha256());
    }
}
