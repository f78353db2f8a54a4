package io.waybill.route;

import static io.waybill.route.RequestHeads.get;
import static io.waybill.route.RequestHeads.head;
import static io.waybill.route.Routes.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.waybill.http.RequestHead;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTableTest {

    private static final RouteTable TABLE = RouteTable.of(List.of(
            rule("any", "", "/"),
            rule("any-health", "", "= /health"),
            rule("sub", "*.example.com", "/"),
            rule("sub-v1", "*.example.com", "/v1/"),
            rule("subsub", "*.eu.example.com", "/v2/"),
            rule("api-v1", "api.example.com", "/v1/"),
            rule("api-v1-users", "api.example.com", "/v1/users/"),
            rule("api-exact", "api.example.com", "= /v1/users/me"),
            rule("api-exact-prefix", "api.example.com", "= /v1/"),
            rule("api-regex", "api.example.com", "~ /v1/users/[0-9]+"),
            rule("api-regex-longer", "api.example.com", "~ /v1/users/[0-9]+/(photo|name)"),
            rule("api-regex-photo", "api.example.com", "~ .*/photo"),
            rule("ipv6", "[2001:db8::1]", "/"),
            rule("ipv4", "10.0.0.1", "/")));

    @ParameterizedTest
    @CsvSource({
        // host exact, then the longest suffix, then any; what does not match there falls through
        "api.example.com,     /v1/x,             api-v1",
        "www.example.com,     /v1/x,             sub-v1",
        "www.example.com,     /x,                sub",
        "example.com,         /v1/x,             any",
        "a.eu.example.com,    /v2/x,             subsub",
        "a.eu.example.com,    /v1/x,             sub-v1",
        "a.b.eu.example.com,  /v2/,              subsub",
        "eu.example.com,      /v2/x,             sub",
        "api.example.com,     /other,            sub",
        "api.example.com,     /health,           sub",
        "example.org,         /health,           any-health",
        "example.org,         /,                 any",
        "badexample.com,      /v1/,              any",
        ".example.com,        /v1/,              any",
        "'',                  /v1/,              any",
        // exact path, then the longest expression, then the longest prefix
        "api.example.com,     /v1/users/me,      api-exact",
        "api.example.com,     /v1/users/me/,     api-v1-users",
        "api.example.com,     /v1/users/7,       api-regex",
        "api.example.com,     /v1/users/7/photo, api-regex-longer",
        "api.example.com,     /v1/users/7/size,  api-v1-users",
        "api.example.com,     /v1/a/photo,       api-regex-photo",
        "api.example.com,     /v1/users/,        api-v1-users",
        "api.example.com,     /v1/users,         api-v1",
        "api.example.com,     /v1/,              api-exact-prefix",
        "api.example.com,     /v1,               sub",
        "api.example.com,     /v1beta/x,         sub",
        "api.example.com,     /V1/x,             sub",
        "api.example.com,     //v1/x,            sub",
        // the query is no part of the path
        "api.example.com,     /v1/users/me?a=/b/,   api-exact",
        "api.example.com,     /x?/v1/users/,        sub",
        // forms of a host
        "API.Example.COM,     /v1/x,             api-v1",
        "api.example.com:80,  /v1/x,             api-v1",
        "api.example.com.,    /v1/x,             api-v1",
        "api.example.com.:80, /v1/x,             api-v1",
        "WWW.EXAMPLE.COM.:1,  /v1/x,             sub-v1",
        "api.example.com..,   /v1/x,             any",
        "[2001:DB8::1]:8080,  /,                 ipv6",
        "[2001:db8::1],       /,                 ipv6",
        "[2001:db8::2],       /,                 any",
        "10.0.0.1:1,          /,                 ipv4",
        "10.0.0.10,           /,                 any",
    })
    void theMostSpecificRouteIsTaken(String host, String target, String expected) {
        assertEquals(expected, find(TABLE, get(host, target)));
    }

    @Test
    void withoutAMatchThereIsNoRoute() {
        RouteTable table = RouteTable.of(List.of(rule("a", "a.example", "/a/")));
        assertEquals("none", find(table, get("a.example", "/b")));
        assertEquals("none", find(table, get("b.example", "/a/")));
        assertEquals("none", find(table, get("", "/a/")));
        assertEquals("none", find(table, head("OPTIONS", "a.example", "*")));
        assertEquals("none", find(RouteTable.of(List.of()), get("a.example", "/")));
    }

    @Test
    void ofOnePathTheRouteWithMostConditionsIsTakenAndMethodsComeSecond() {
        RouteTable table = RouteTable.of(List.of(
                rule("plain", "", "/"),
                rule("write", "", "/", Set.of("POST", "PUT"), Map.of()),
                rule("purge", "", "/", Set.of("PURGE"), Map.of()),
                rule("beta", "", "/", Set.of(), Map.of("X-Beta", "yes")),
                rule("beta-write", "", "/", Set.of("POST"), Map.of("x-beta", "yes")),
                rule("beta-agent", "", "/", Set.of(), Map.of("X-Beta", "yes", "User-Agent", "*"))));
        assertEquals("plain", find(table, head("GET", "a", "/")));
        assertEquals("write", find(table, head("POST", "a", "/")));
        assertEquals("write", find(table, head("PUT", "a", "/x")));
        assertEquals("purge", find(table, head("PURGE", "a", "/x")));
        assertEquals("plain", find(table, head("purge", "a", "/x")));
        assertEquals("plain", find(table, head("PURGES", "a", "/x")));
        assertEquals("beta", find(table, head("GET", "a", "/", "X-BETA: yes")));
        assertEquals("beta", find(table, head("PUT", "a", "/", "X-BETA: yes")));
        assertEquals("beta-write", find(table, head("POST", "a", "/", "X-BETA: yes")));
        assertEquals("write", find(table, head("POST", "a", "/", "X-BETA: Yes")));
        assertEquals("plain", find(table, head("GET", "a", "/", "X-BETA: yes, no")));
        assertEquals("beta", find(table, head("GET", "a", "/", "X-BETA: no", "X-Beta: yes")));
        assertEquals("beta-agent", find(table, head("POST", "a", "/", "X-BETA: yes", "user-agent: x")));
    }

    @ParameterizedTest
    @CsvSource({"POST, exact", "PUT, regex", "PATCH, long", "DELETE, short", "HEAD, suffix", "GET, any"})
    void whatConditionsKeepFromOnePathFallsThroughToTheNextPathAndHost(String method, String expected) {
        RouteTable table = RouteTable.of(List.of(
                rule("exact", "a.b", "= /x/y/", Set.of("POST"), Map.of()),
                rule("regex", "a.b", "~ /x/.*", Set.of("PUT"), Map.of()),
                rule("long", "a.b", "/x/y/", Set.of("PATCH"), Map.of()),
                rule("short", "a.b", "/x/", Set.of("DELETE"), Map.of()),
                rule("suffix", "*.b", "/", Set.of("HEAD"), Map.of()),
                rule("any", "", "/x/")));
        assertEquals(expected, find(table, head(method, "a.b", "/x/y/")));
    }

    @Test
    void aLookUpWithoutExpressionsAllocatesNothing() {
        RouteTable table = RouteTable.of(manyRules());
        List<RequestHead> heads = List.of(
                get("host7.example.com:8080", "/a/b/c/d?e"),
                get("x.suffix12.example.com", "/v3/x"),
                head("POST", "nowhere.example", "/", "X-A: b"));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int found = findAll(table, heads, 20_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        found += findAll(table, heads, 100_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(2 * 120_000, found);
        assertTrue(allocated < 10_000, "allocated " + allocated + " bytes in 300,000 look-ups");
    }

    private static List<RouteRule> manyRules() {
        List<RouteRule> rules = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rules.add(rule("host" + i, "host" + i + ".example.com", "/a/b/"));
            rules.add(rule("suffix" + i, "*.suffix" + i + ".example.com", "/v3/", Set.of("GET"), Map.of()));
            rules.add(rule("header" + i, "", "/", Set.of(), Map.of("X-A", "a" + i)));
        }
        return rules;
    }

    private static int findAll(RouteTable table, List<RequestHead> heads, int times) {
        int found = 0;
        for (int i = 0; i < times; i++) {
            for (int j = 0; j < heads.size(); j++) {
                found += table.find(heads.get(j)) == null ? 0 : 1;
            }
        }
        return found;
    }

    @Test
    void anExpressionThatGoesBackAndForthWithoutEndDoesNotMatchAndIsCounted() {
        RouteTable table =
                RouteTable.of(List.of(rule("regex", "", "~ /.*a.*a.*a.*a.*a.*a.*b"), rule("prefix", "", "/")));
        assertEquals("regex", find(table, get("x", "/aaaaaab")));
        long start = System.nanoTime();
        assertEquals("prefix", find(table, get("x", "/" + "a".repeat(300) + "c")));
        long tookMillis = (System.nanoTime() - start) / 1_000_000;
        assertTrue(tookMillis < 500, "took " + tookMillis + " ms");
        assertEquals(1, table.expressionOverruns());
    }

    @Test
    void anExpressionThatFillsTheStackDoesNotMatchAndIsCounted() throws Exception {
        RouteTable table = RouteTable.of(List.of(rule("regex", "", "~ /(?:a|b|c)*d?"), rule("prefix", "", "/")));
        RequestHead head = get("x", "/" + "abc".repeat(10_000));
        FutureTask<String> finding = new FutureTask<>(() -> find(table, head));
        new Thread(null, finding, "small stack", 256 * 1024).start();
        assertEquals("prefix", finding.get());
        assertEquals(1, table.expressionOverruns());
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1/", "/v1", "= v1"})
    void pathsThatCouldNeverMatchAreRefused(String path) {
        assertThrows(IllegalArgumentException.class, () -> rule("a", "", path));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", ".", "*."})
    void hostsThatCouldNeverMatchAreRefused(String host) {
        assertThrows(IllegalArgumentException.class, () -> rule("a", host, "/"));
    }

    private static String find(RouteTable table, RequestHead head) {
        Route route = table.find(head);
        return route == null ? "none" : route.name();
    }
}
