package io.waybill.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration file and the files that it names: bytes, then YAML with the place of every value, then records.
 * Nothing of it is used at run time, and every reading begins afresh.
 */
public final class ConfigFile {

    private ConfigFile() {}

    /**
     * Reads and checks everything, and reports all problems together.
     *
     * @param file named in messages as it is named here; what relative names in it are relative to is its directory
     * @param environment the value of an environment variable, or null if it is not set; for a process
     *     {@code System::getenv}
     */
    public static LoadResult read(Path file, Function<String, @Nullable String> environment) {
        try {
            return read(file, FileBytes.of(file), environment);
        } catch (IOException unreadable) {
            return new LoadResult.Unreadable(file + ": cannot read the file: " + unreadable.getMessage());
        }
    }

    /**
     * Reads and checks everything as if the file held this text; what it really holds does not matter, nor whether it is
     * there. The files that the text names are read, and no message repeats what stands in them: the text may come from
     * somebody who may not read them.
     */
    public static LoadResult read(Path file, String text, Function<String, @Nullable String> environment) {
        LoadResult result = read(file, FileBytes.of(text), environment);
        if (!(result instanceof LoadResult.Wrong wrong)) {
            return result;
        }
        List<Problem> told = wrong.problems().stream()
                .map(problem -> problem.place().file().equals(file.toString()) ? problem : withoutContent(problem))
                .toList();
        return new LoadResult.Wrong(told, wrong.sha256(), wrong.files(), wrong.fingerprint());
    }

    private static Problem withoutContent(Problem problem) {
        return new Problem(
                problem.place(),
                YamlFault.PATH,
                "a mistake in a file that the text names",
                "a list of servers",
                "run waybill check where Waybill runs: it tells what stands there");
    }

    private static LoadResult read(Path file, FileBytes bytes, Function<String, @Nullable String> environment) {
        String name = file.toString();
        Path parent = file.toAbsolutePath().getParent();
        Sources sources =
                new Sources(name, parent == null ? file.toAbsolutePath() : parent, new Environment(environment));
        sources.main(file, bytes);
        Problems problems = new Problems();
        String text = bytes.text(name, problems);
        YamlNode root = text == null ? null : YamlTree.read(name, text, sources.environment(), problems);
        WaybillConfig config = root == null ? null : new RootReader(sources, problems).read(root);
        return config == null || !problems.isEmpty()
                ? new LoadResult.Wrong(problems.problems(), bytes.sha256(), sources.files(), sources.fingerprint())
                : new LoadResult.Loaded(
                        name, config, problems.notices(), bytes.sha256(), sources.files(), sources.fingerprint());
    }
}
