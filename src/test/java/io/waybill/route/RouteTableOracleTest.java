package io.waybill.route;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.waybill.http.RequestHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The table against the plainest reading of the same words: look at every rule, keep the most specific that matches. */
class RouteTableOracleTest {

    private static final String[] LABELS = {"a", "b", "ab", "x1", "com"};
    private static final String[] SEGMENTS = {"v1", "v2", "users", "u", "%2F", ""};
    private static final String[] METHODS = {"GET", "POST", "PURGE"};
    private static final String[] EXPRESSIONS = {
        "/", "/.*", "/v1.*", "/v[12]/", "/[^/]+/u", ".*/users/?", "/(v1|v2)/.*/u", "(/[a-z0-9]+){2,3}/?"
    };

    private static final Comparator<RouteRule> SPECIFICITY = Comparator.comparingInt(RouteTableOracleTest::hostRank)
            .thenComparing(RouteRule::kind, Comparator.comparingInt(RouteTableOracleTest::kindRank))
            .thenComparingInt(rule -> rule.path().length())
            .thenComparingInt(rule -> rule.headers().size())
            .thenComparing(rule -> !rule.methods().isEmpty());

    private final Random random = new Random(20261120);

    @Test
    void smallTablesAgreeWithALinearSearch() {
        for (int table = 0; table < 400; table++) {
            agree(rules(1 + random.nextInt(60)), 150);
        }
    }

    @Test
    void aTableOfTenThousandRoutesAgreesWithALinearSearch() {
        List<RouteRule> rules = rules(10_000);
        assertEquals(10_000, rules.size());
        agree(rules, 1_000);
    }

    private void agree(List<RouteRule> rules, int requests) {
        RouteTable table = RouteTable.of(rules);
        for (int i = 0; i < requests; i++) {
            Request request = request(rules);
            Route found = table.find(request.head());
            String expected = rules.stream()
                    .filter(request::matches)
                    .max(SPECIFICITY)
                    .map(rule -> rule.route().name())
                    .orElse("none");
            assertEquals(expected, found == null ? "none" : found.name(), () -> request + " in " + rules);
        }
    }

    private static int hostRank(RouteRule rule) {
        String host = rule.host();
        return host == null ? -1 : host.startsWith("*.") ? host.length() : 1_000;
    }

    private static int kindRank(PathKind kind) {
        return switch (kind) {
            case PREFIX -> 0;
            case REGEX -> 1;
            case EXACT -> 2;
        };
    }

    /** No two of the rules tie: of one host and path, they differ in the number of headers or in having a method. */
    private List<RouteRule> rules(int count) {
        List<RouteRule> rules = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        int numbers = count > 1_000 ? 40 : 1;
        for (int tries = 0; rules.size() < count && tries < 20 * count; tries++) {
            RouteRule rule = rule("r" + rules.size(), numbers);
            String key = rule.host() + " " + rule.kind() + " " + rule.path() + " "
                    + rule.headers().size() + " " + rule.methods().isEmpty();
            if (taken.add(key)) {
                rules.add(rule);
            }
        }
        return rules;
    }

    private RouteRule rule(String name, int numbers) {
        String host = host(numbers);
        String below = random.nextInt(3) == 0 ? "*." + host : host;
        @Nullable String hostOrAny = random.nextInt(10) == 0 ? null : below;
        Set<String> methods = random.nextInt(4) == 0 ? Set.of(METHODS[random.nextInt(METHODS.length)]) : Set.of();
        Map<String, String> headers = switch (random.nextInt(8)) {
            case 0 -> Map.of("X-A", "1");
            case 1 -> Map.of("X-A", "1", "X-B", "*");
            default -> Map.of();
        };
        Route route = Routes.named(name);
        return switch (random.nextInt(6)) {
            case 0 -> new RouteRule(hostOrAny, PathKind.EXACT, path(numbers), methods, headers, route);
            case 1 -> new RouteRule(hostOrAny, PathKind.REGEX, expression(), methods, headers, route);
            default -> new RouteRule(hostOrAny, PathKind.PREFIX, prefix(numbers), methods, headers, route);
        };
    }

    private String expression() {
        return EXPRESSIONS[random.nextInt(EXPRESSIONS.length)];
    }

    private String prefix(int numbers) {
        String path = path(numbers);
        return path.endsWith("/") ? path : path + "/";
    }

    private String host(int numbers) {
        StringBuilder host = new StringBuilder(label(numbers));
        for (int labels = random.nextInt(3); labels > 0; labels--) {
            host.append('.').append(label(numbers));
        }
        return host.toString();
    }

    private String label(int numbers) {
        return LABELS[random.nextInt(LABELS.length)] + (numbers > 1 ? random.nextInt(numbers) : "");
    }

    private String path(int numbers) {
        StringBuilder path = new StringBuilder("/");
        for (int segments = random.nextInt(5); segments > 0; segments--) {
            path.append(SEGMENTS[random.nextInt(SEGMENTS.length)]);
            path.append(numbers > 1 && random.nextInt(3) == 0 ? random.nextInt(numbers) : "");
            path.append(segments > 1 || random.nextBoolean() ? "/" : "");
        }
        return path.toString();
    }

    /** Mostly close to one of the rules: that is where mistakes are. */
    private Request request(List<RouteRule> rules) {
        RouteRule near = rules.get(random.nextInt(rules.size()));
        String host = host(1);
        String nearHost = near.host();
        if (nearHost != null && random.nextInt(3) > 0) {
            host = nearHost.startsWith("*") ? label(1) + nearHost.substring(1) : nearHost;
        }
        String path = path(1);
        if (near.kind() != PathKind.REGEX && random.nextInt(3) > 0) {
            path = near.path() + (random.nextBoolean() ? "" : path.substring(1));
        }
        return new Request(METHODS[random.nextInt(METHODS.length)], host, path, random.nextInt(3));
    }

    private record Request(String method, String host, String path, int headers) {

        RequestHead head() {
            String[] lines = {"X-A: 1", "X-B: 2"};
            return RequestHeads.head(method, host, path + "?q", Arrays.copyOf(lines, headers));
        }

        boolean matches(RouteRule rule) {
            return matchesHost(rule.host())
                    && matchesPath(rule)
                    && (rule.methods().isEmpty() || rule.methods().contains(method))
                    && headers >= rule.headers().size();
        }

        private boolean matchesHost(@Nullable String ruleHost) {
            if (ruleHost == null || host.equals(ruleHost)) {
                return true;
            }
            return ruleHost.startsWith("*.") && host.endsWith(ruleHost.substring(1));
        }

        private boolean matchesPath(RouteRule rule) {
            return switch (rule.kind()) {
                case EXACT -> path.equals(rule.path());
                case PREFIX -> path.startsWith(rule.path());
                case REGEX -> path.matches(rule.path());
            };
        }
    }
}
