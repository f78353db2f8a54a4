package io.waybill.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reader, the schema, the reference and the example with every key know the same keys. */
class KeysTest {

    static Map<String, Set<String>> ofTheReader() {
        Map<String, Set<String>> keys = new TreeMap<>();
        for (Keys section : Keys.values()) {
            keys.put(section.section(), new TreeSet<>(section.names()));
        }
        return keys;
    }

    @Test
    void areTheSameInTheReference() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        String section = null;
        for (String line : Files.readAllLines(Path.of("docs/configuration.md"))) {
            if (line.equals("## The top of the file")) {
                section = "";
            } else if (line.startsWith("## ")) {
                Matcher named = Pattern.compile("## `(.+)`").matcher(line);
                section = named.matches() ? named.group(1) : null;
            }
            Matcher row = Pattern.compile("\\| `([A-Za-z0-9]+)` \\| [^|]+ \\| [^|]+ \\| [^|]+ \\| [^|]+ \\|")
                    .matcher(line);
            if (section != null && row.matches()) {
                documented.computeIfAbsent(section, any -> new TreeSet<>()).add(row.group(1));
            }
        }
        assertEquals(ofTheReader(), documented);
    }

    @Test
    void areTheSameInTheSchema() {
        JsonNode schema = JsonMapper.shared().readTree(Path.of("config/waybill.schema.json"));
        Map<String, Set<String>> found = new TreeMap<>();
        collect(schema, schema, "", found);
        assertEquals(ofTheReader(), found);
    }

    /** Where the keys of a mapping are described that may stand in more than one place. */
    private static String section(String path) {
        return path.replace("pools.<name>.servers[].check", "pools.<name>.check")
                .replaceFirst("^pools\\.<name>\\.onNoServer\\.", "routes[].");
    }

    private static void collect(JsonNode root, JsonNode node, String path, Map<String, Set<String>> found) {
        if (node.has("$ref")) {
            collect(root, root.at(node.get("$ref").asString().substring(1)), path, found);
        }
        if (node.has("properties")) {
            assertTrue(!node.get("additionalProperties").asBoolean(), path);
            found.put(section(path), new TreeSet<>(node.get("properties").propertyNames()));
            node.get("properties").properties().forEach(property -> {
                assertTrue(property.getValue().has("description"), path + " " + property.getKey());
                collect(root, property.getValue(), Value.join(path, property.getKey()), found);
            });
        } else if (node.path("additionalProperties").isObject()) {
            collect(root, node.get("additionalProperties"), path + ".<name>", found);
        }
        if (node.has("items")) {
            collect(root, node.get("items"), path + "[]", found);
        }
        node.path("anyOf").forEach(choice -> collect(root, choice, path, found));
    }

    @Test
    void areAllInTheExample() throws IOException {
        Map<String, Set<String>> found = new TreeMap<>();
        Problems problems = new Problems();
        YamlNode root = YamlTree.read(Read.FILE, Read.everyKey(), new Environment(name -> null), problems);
        if (root != null) {
            used(root, "", found);
        }
        ofTheReader().forEach((section, names) -> assertEquals(names, found.get(section), section));
    }

    private static void used(YamlNode node, String path, Map<String, Set<String>> found) {
        String section = section(path.replaceFirst("^(listeners|pools)\\.[a-z]+", "$1.<name>"));
        if (node instanceof YamlNode.Mapping mapping) {
            for (YamlNode.Entry entry : mapping.entries()) {
                found.computeIfAbsent(section, any -> new TreeSet<>()).add(entry.key());
                used(entry.value(), Value.join(path, entry.key()), found);
            }
        } else if (node instanceof YamlNode.Sequence list) {
            list.items().forEach(item -> used(item, path + "[]", found));
        }
    }

    static List<String> paths() throws IOException {
        List<String> paths = new ArrayList<>();
        YamlNode root = YamlTree.read(Read.FILE, Read.everyKey(), new Environment(name -> null), new Problems());
        Stream.ofNullable(root)
                .forEach(node -> with(node, "", path -> {
                    paths.add(path);
                    return path;
                }));
        return paths;
    }

    /** A key that the reader accepts and then ignores would take any value. */
    @ParameterizedTest
    @MethodSource("paths")
    void areAllRead(String path) throws IOException {
        Problems problems = new Problems();
        YamlNode root = YamlTree.read(Read.FILE, Read.everyKey(), new Environment(name -> null), problems);
        assertTrue(problems.isEmpty());
        YamlNode broken = root == null ? null : with(root, "", at -> at.equals(path) ? null : at);
        if (broken != null) {
            new RootReader(Read.sources(), problems).read(broken);
        }
        assertTrue(
                problems.problems().stream().anyMatch(problem -> problem.path().startsWith(path)),
                () -> "no problem at " + path + " in " + problems.problems());
    }

    /** The tree with a list of lists in place of each value for whose path the operator returns null. */
    private static YamlNode with(YamlNode node, String path, UnaryOperator<@Nullable String> keep) {
        if (!path.isEmpty() && keep.apply(path) == null) {
            YamlNode empty = new YamlNode.Sequence(node.place(), List.of());
            return new YamlNode.Sequence(node.place(), List.of(empty));
        }
        if (node instanceof YamlNode.Mapping mapping) {
            return new YamlNode.Mapping(
                    node.place(),
                    mapping.entries().stream()
                            .map(entry -> new YamlNode.Entry(
                                    entry.place(),
                                    entry.key(),
                                    with(entry.value(), Value.join(path, entry.key()), keep)))
                            .toList());
        }
        if (node instanceof YamlNode.Sequence list) {
            List<YamlNode> items = new ArrayList<>();
            for (YamlNode item : list.items()) {
                items.add(with(item, path + "[" + items.size() + "]", keep));
            }
            return new YamlNode.Sequence(node.place(), items);
        }
        return node;
    }
}
