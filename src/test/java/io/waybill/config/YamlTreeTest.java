package io.waybill.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlTreeTest {

    private static String onlyProblem(String yaml) {
        List<String> problems = Read.problems(yaml);
        assertEquals(1, problems.size(), problems.toString());
        return problems.get(0);
    }

    @Test
    void smallAnchorsAndAliasesAreFine() {
        WaybillConfig config = Read.config("""
                pools:
                  a: {servers: &both ["127.0.0.1:1", "127.0.0.1:2"], timeouts: &quick {connect: 1s}}
                  b: {servers: *both, timeouts: *quick}
                routes: [{host: a.example, pool: a}, {pool: b}]
                """);
        assertEquals(config.pools().get(0).servers(), config.pools().get(1).servers());
        assertEquals(config.pools().get(0).timeouts(), config.pools().get(1).timeouts());
    }

    @Test
    void whatAMappingSaysItselfGoesBeforeWhatItMergesIn() {
        WaybillConfig config = Read.config("""
                pools:
                  a: &a {balance: random, preserveHost: false, servers: ["127.0.0.1:1"]}
                  b: {balance: p2c, <<: *a}
                  c: {<<: [{balance: least-requests}, *a]}
                routes: [{host: a.example, pool: a}, {pool: b}]
                """);
        assertEquals(Balance.P2C, config.pools().get(1).balance());
        assertEquals(false, config.pools().get(1).preserveHost());
        assertEquals(Balance.LEAST_REQUESTS, config.pools().get(2).balance());
        assertEquals(config.pools().get(0).servers(), config.pools().get(2).servers());
    }

    @Test
    void anAliasBombIsRefusedWhereItGoesOff() {
        StringBuilder bomb = new StringBuilder("x0: &x0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("x" + i + ": &x" + i + " [" + ("*x" + (i - 1) + ", ").repeat(10) + "]\n");
        }
        String problem = onlyProblem(bomb.toString());
        assertTrue(problem.contains("found aliases that stand for more than 100000 values, expected fewer"), problem);
        assertTrue(problem.startsWith("waybill.yaml:5:"), problem);
    }

    @ParameterizedTest
    @CsvSource({"'[', ']'", "'{a: ', '}'"})
    void deepNestingIsRefusedAndNotFollowed(String open, String close) {
        String problem = onlyProblem("pools: " + open.repeat(200_000) + close.repeat(200_000));
        assertTrue(problem.contains("found more than 32 levels, expected fewer"), problem);
    }

    @Test
    void theNumberOfValuesHasALimit() {
        String problem = onlyProblem("pools: [" + "a,".repeat(YamlTree.MAX_NODES) + "]");
        assertTrue(problem.contains("found more than 1000000 values, expected fewer"), problem);
    }

    @Test
    void placesCountCodePointsAndAllKindsOfLineEnds() {
        String yaml = "# grün 😀\r\n" + Read.POOLS.strip() + "\rrequestId: {header: \"😀\", treu: any}";
        assertEquals(
                List.of("waybill.yaml:3:21", "waybill.yaml:3:26"),
                Read.problems(yaml).stream()
                        .map(line -> line.replaceFirst("(yaml:\\d+:\\d+).*", "$1"))
                        .toList());
    }

    @Test
    void unprintableCharactersAreToldWithTheirPlace() {
        assertEquals(
                "waybill.yaml:2:8: yaml: found the character U+0007, expected printable characters; remove it",
                onlyProblem("pools:\n  web: \u0007{}\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "${NAME}, edge7",
        "${NAME:-x}, edge7",
        "${MISSING:-x}, x",
        "${EMPTY:-x}, x",
        "a-${NAME}-${PORT}, a-edge7-8081",
        "$${NAME}, ${NAME}",
        "$$${NAME}, $${NAME}",
        "$NAME, $NAME",
        "a$, a$",
        "${MISSING:-}, ''",
        "${EMPTY}, ''",
    })
    void environmentVariablesAreFilledIn(String written, String filled) {
        WaybillConfig config = Read.config("routes: [{respond: {body: \"" + written + "\"}}]");
        assertEquals(filled, ((RouteAction.Respond) config.routes().get(0).action()).body());
    }

    @Test
    void anEnvironmentVariableMayBeANumberEvenInQuotes() {
        WaybillConfig config = Read.config(
                "pools: {web: {servers: [{address: \"127.0.0.1:${PORT}\", weight: \"${WEIGHT:-7}\"}]}}\nthreads: ${MISSING:-3}");
        assertEquals(
                new HostPort("127.0.0.1", 8081),
                config.pools().get(0).servers().get(0).address());
        assertEquals(7, config.pools().get(0).servers().get(0).weight());
        assertEquals(3, config.threads());
    }

    @Test
    void whatComesFromTheEnvironmentIsNeverReadAsYaml() {
        Problems problems = new Problems();
        YamlNode root = YamlTree.read(Read.FILE, "node: ${X}", new Environment(name -> "a}, b: {c: ${X}"), problems);
        assertTrue(problems.isEmpty());
        YamlNode.Mapping mapping = assertInstanceOf(YamlNode.Mapping.class, root);
        YamlNode.Scalar node =
                assertInstanceOf(YamlNode.Scalar.class, mapping.entries().get(0).value());
        assertEquals("a}, b: {c: ${X}", node.text());
    }

    @Test
    void placesBehindAnEnvironmentVariableStayRight() {
        String problem = onlyProblem(Read.POOLS + "accessLog: {file: \"${NAME}\", format: xml}");
        assertTrue(problem.startsWith("waybill.yaml:2:38: accessLog.format: found xml"), problem);
    }
}
