package io.waybill.config;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads configurations that stand in tests. */
final class Read {

    static final String FILE = "waybill.yaml";
    static final Path DIRECTORY = TestFiles.directory();
    static final String POOLS = "pools: {web: {servers: [\"127.0.0.1:8081\"]}}\n";
    static final Map<String, String> ENVIRONMENT = Map.of("PORT", "8081", "EMPTY", "", "NAME", "edge7");

    private Read() {}

    /** The configuration in a text, which must have no problems. */
    static WaybillConfig config(String yaml) {
        Problems problems = new Problems();
        WaybillConfig config = read(yaml, problems);
        if (config == null) {
            throw new AssertionError(String.join("\n", lines(problems)));
        }
        return config;
    }

    /** The problems of a text, as the operator sees them. */
    static List<String> problems(String yaml) {
        Problems problems = new Problems();
        read(yaml, problems);
        return lines(problems);
    }

    static List<String> notices(String yaml) {
        Problems problems = new Problems();
        read(yaml, problems);
        return problems.notices().stream().map(Notice::toString).toList();
    }

    /** The only route of a file whose pool is {@link #POOLS}; its other keys are given. */
    static RouteConfig route(String keys) {
        return config(POOLS + "routes: [{" + keys + "}]").routes().get(0);
    }

    static LoadResult.Loaded loaded(Path file) {
        return assertInstanceOf(LoadResult.Loaded.class, ConfigFile.read(file, ENVIRONMENT::get));
    }

    /** A file with every key there is. */
    static String everyKey() throws IOException {
        try (InputStream in = Read.class.getResourceAsStream("every-key.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static @Nullable WaybillConfig read(String yaml, Problems problems) {
        YamlNode root = YamlTree.read(FILE, yaml, new Environment(ENVIRONMENT::get), problems);
        WaybillConfig config = root == null ? null : new RootReader(sources(), problems).read(root);
        return problems.isEmpty() ? config : null;
    }

    /** Files that a text names stand beside the tables of the tests. */
    static Sources sources() {
        return new Sources(FILE, DIRECTORY, new Environment(ENVIRONMENT::get));
    }

    private static List<String> lines(Problems problems) {
        return problems.problems().stream().map(Problem::toString).toList();
    }
}
