package io.waybill.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The schema that completes keys in editors judges files as the reader does, as far as a schema can. */
class SchemaTest {

    private static final Path FILE = Path.of("config/waybill.schema.json");

    private final Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(JsonMapper.shared().readTree(FILE));

    /** What an editor sees: environment variables are not filled in. */
    List<Error> faults(String yaml) {
        YamlNode root = YamlTree.read(Read.FILE, yaml, new Environment(name -> "${" + name + "}"), new Problems());
        return schema.validate(root == null ? JsonNodeFactory.instance.nullNode() : json(root));
    }

    private static JsonNode json(YamlNode node) {
        JsonNodeFactory factory = JsonNodeFactory.instance;
        if (node instanceof YamlNode.Mapping mapping) {
            ObjectNode object = factory.objectNode();
            mapping.entries().forEach(entry -> object.set(entry.key(), json(entry.value())));
            return object;
        }
        if (node instanceof YamlNode.Sequence list) {
            ArrayNode array = factory.arrayNode();
            list.items().forEach(item -> array.add(json(item)));
            return array;
        }
        if (node instanceof YamlNode.Scalar scalar && !scalar.nothing()) {
            if (scalar.plain() && scalar.text().matches("-?[0-9]{1,18}")) {
                return factory.numberNode(Long.parseLong(scalar.text()));
            }
            boolean bool = scalar.plain() && scalar.text().matches("true|false");
            return bool ? factory.booleanNode(scalar.text().equals("true")) : factory.stringNode(scalar.text());
        }
        return factory.nullNode();
    }

    @Test
    void isASchemaOfTheDraftItNames() {
        Schema meta = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        assertEquals(List.of(), meta.validate(JsonMapper.shared().readTree(FILE)));
    }

    static Stream<String> validFiles() throws IOException {
        return Stream.of(Read.everyKey(), Files.readString(Path.of("config/waybill.yaml")), Read.POOLS);
    }

    @ParameterizedTest
    @MethodSource("validFiles")
    @ValueSource(
            strings = {
                "routes: [{respond: {}}]",
                "pools: {web: {servers: [{address: \"a:1\", weight: \"${WEIGHT:-3}\"}]}}\nthreads: ${N:-2}",
                "pools: {web: {servers: [\"a:${PORT}\"]}}\nshutdownTimeout: 0\ntransport: \"${T:-nio}\"",
                "pools: {web: {servers: [\"[::1]:80\"]}}\nadmin: {address: \"off\"}\ntimeouts: {total: \"0\"}",
                "pools: {web: {servers: [\"a:1\"], timeouts: {}}}\naccessLog: {}\nlimits: {}\nrequestId: {}\nadmin: {}",
                "pools: {web: {servers: [\"a:1\"]}}\nroutes: [{pool: web, path: \"~ a b\", header: {X: 1, Y: true}}]",
            })
    void takesWhatTheReaderTakes(String yaml) {
        assertEquals(List.of(), Read.problems(yaml));
        assertEquals(List.of(), faults(yaml));
    }

    @ParameterizedTest
    @MethodSource("io.waybill.config.MistakesTest#mistakes")
    void refusesTheMistakesItCanKnow(MistakesTest.Mistake mistake) {
        List<Error> faults = faults(mistake.yaml());
        assertFalse(Read.problems(mistake.yaml()).isEmpty());
        assertEquals(mistake.schemaKnows(), !faults.isEmpty(), faults.toString());
    }

    @Test
    void knowsMostMistakes() throws IOException {
        List<MistakesTest.Mistake> mistakes = MistakesTest.mistakes();
        assertTrue(mistakes.stream().filter(MistakesTest.Mistake::schemaKnows).count() > mistakes.size() / 2);
    }
}
