package io.waybill.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "host: a.com | host: b.com | false",
                "host: a.com | host: '*.com' | false",
                "path: /a/ | path: /b/ | false",
                "path: /a/ | path: '= /a/' | false",
                "path: '~ ^/a' | path: '~ ^/ab' | false",
                "path: '~ ^/a' | path: '~ ^/b' | true",
                "path: '~ ^/a', host: a.com | path: '~ ^/b', host: b.com | false",
                "method: GET | method: POST | false",
                "method: GET | path: / | false",
                "method: [GET, POST] | method: [POST, PUT] | true",
                "header: {X-A: a} | header: {X-A: b} | false",
                "header: {X-A: a} | header: {x-a: a} | true",
                "header: {X-A: a} | header: {X-B: a} | true",
                "header: {X-A: a, X-B: b} | header: {X-A: a} | false",
                "header: {X-A: a, X-B: b} | header: {X-A: c, X-C: c} | false",
                "header: {X-A: a, X-B: b} | header: {X-A: a, X-C: c} | true",
                "header: {X-A: '*'} | header: {X-A: b} | true",
                "header: {X-A: a}, method: GET | header: {X-B: b}, method: POST | false",
                "listener: edge | path: / | false",
                "listener: edge | listener: edge | true",
            })
    void tieWhenNeitherIsMoreSpecific(String one, String other, boolean tie) {
        List<String> problems =
                Read.problems(Read.POOLS + "routes:\n  - {pool: web, " + one + "}\n  - {pool: web, " + other + "}\n");
        assertEquals(tie ? 1 : 0, problems.size(), problems.toString());
        if (tie) {
            assertTrue(problems.get(0).contains("as the one in line 3,"), problems.get(0));
        }
    }

    @Test
    void tiesAreThoseThatComparingEveryPairFinds() {
        Random random = new Random(7);
        List<String> names = List.of("X-A", "X-B", "X-C");
        List<String> values = List.of("1", "2", "*");
        List<List<String>> methods = List.of(List.of(), List.of("GET"), List.of("PUT"), List.of("GET", "PUT"));
        for (int round = 0; round < 300; round++) {
            RouteTies ties = new RouteTies();
            List<RouteConfig> before = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Map<String, String> headers = new TreeMap<>();
                names.forEach(name -> {
                    if (random.nextBoolean()) {
                        headers.put(name, values.get(random.nextInt(values.size())));
                    }
                });
                RouteConfig route = route(i + 1, methods.get(random.nextInt(methods.size())), headers);
                Set<RouteConfig> equal =
                        before.stream().filter(other -> tied(other, route)).collect(Collectors.toSet());
                RouteConfig found = ties.add(route);
                assertEquals(!equal.isEmpty(), found != null, () -> route + " among " + before);
                assertTrue(found == null || equal.contains(found));
                before.add(route);
            }
        }
    }

    private static boolean tied(RouteConfig one, RouteConfig other) {
        boolean sameRank = one.headers().size() == other.headers().size()
                && one.methods().isEmpty() == other.methods().isEmpty();
        boolean sameMethod = one.methods().isEmpty() || !Collections.disjoint(one.methods(), other.methods());
        Set<String> shared = new HashSet<>(one.headers().keySet());
        shared.retainAll(other.headers().keySet());
        return sameRank && sameMethod && shared.stream().noneMatch(name -> differ(one, other, name));
    }

    private static boolean differ(RouteConfig one, RouteConfig other, String name) {
        String a = one.headers().getOrDefault(name, "");
        String b = other.headers().getOrDefault(name, "");
        return !a.equals("*") && !b.equals("*") && !a.equals(b);
    }

    private static RouteConfig route(int line, List<String> methods, Map<String, String> headers) {
        return new RouteConfig(
                new Place(Read.FILE, line, 1),
                null,
                null,
                PathMatch.ANY,
                Set.copyOf(methods),
                headers,
                new RouteAction.ToPool("web"),
                null,
                null,
                HeaderEdits.NONE,
                HeaderEdits.NONE,
                0);
    }

    @ParameterizedTest
    @CsvSource({
        "/, PREFIX, /",
        "/v1/, PREFIX, /v1/",
        "= /v1, EXACT, /v1",
        "= /v1/, EXACT, /v1/",
        "~ ^/v[12]/, REGEX, ^/v[12]/",
        "/a%20b/, PREFIX, /a%20b/",
        "/a;b=1/, PREFIX, /a;b=1/",
        "/.../, PREFIX, /.../"
    })
    void pathsAreReadByTheirKind(String written, PathMatch.Kind kind, String text) {
        PathMatch path = Read.route("pool: web, path: \"" + written + "\"").path();
        assertEquals(new PathMatch(kind, text), path);
        assertEquals(written, path.toString());
    }

    @ParameterizedTest
    @CsvSource({"Api.Example.COM, api.example.com", "*.Example.com, *.example.com", "'[::1]', '[::1]'", "a, a"})
    void hostsAreLowerCase(String written, String host) {
        assertEquals(host, Read.route("pool: web, host: \"" + written + "\"").host());
    }

    @Test
    void tenThousandRoutesAndFiveThousandServersAreReadAtOnce() {
        String routes = IntStream.range(0, 10_000)
                .mapToObj(i ->
                        "  - {host: h" + i % 500 + ".example.com, path: /p" + i + "/, pool: pool" + i % 100 + "}\n")
                .collect(Collectors.joining());
        String pools = IntStream.range(0, 100)
                .mapToObj(i -> "  pool" + i + ":\n    servers:\n"
                        + IntStream.range(0, 50)
                                .mapToObj(j -> "      - {name: s" + j + ", address: \"10.0." + i + "." + j + ":80\"}\n")
                                .collect(Collectors.joining()))
                .collect(Collectors.joining());
        String yaml = "routes:\n" + routes + "pools:\n" + pools;
        Read.config(yaml);
        assertTimeout(
                Duration.ofSeconds(3),
                () -> assertEquals(10_000, Read.config(yaml).routes().size()));
    }

    @Test
    void tenThousandRoutesForOnePathAreComparedWithoutTryingEveryPair() {
        String routes = IntStream.range(0, 10_000)
                .mapToObj(i -> "  - {header: {X-Tenant: t" + i + "}, pool: web}\n")
                .collect(Collectors.joining());
        assertTimeout(
                Duration.ofSeconds(3),
                () -> assertEquals(
                        10_000,
                        Read.config(Read.POOLS + "routes:\n" + routes).routes().size()));
    }

    @Test
    void tenThousandMistakesAreToldInTime() {
        String routes = IntStream.range(0, 10_000)
                .mapToObj(i -> "  - {pool: wob" + i + ", pth: /}\n")
                .collect(Collectors.joining());
        assertTimeout(
                Duration.ofSeconds(3),
                () -> assertEquals(
                        20_000, Read.problems(Read.POOLS + "routes:\n" + routes).size()));
    }

    @Test
    void methodsKeepTheirOrder() {
        assertEquals(
                List.of("PUT", "GET"),
                List.copyOf(Read.route("pool: web, method: [PUT, GET]").methods()));
        assertEquals(
                "put".toUpperCase(Locale.ROOT),
                Read.route("pool: web, method: PUT").methods().iterator().next());
    }
}
