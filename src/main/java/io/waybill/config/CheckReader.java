package io.waybill.config;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the checks of one pool: {@code check} of the pool, and {@code check} of its servers, whose keys come before those
 * of the pool one by one.
 */
final class CheckReader {

    private static final String OFF = "off";
    private static final String TCP = "tcp";
    private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9_./-]{0,200}");

    /** What is asked; only one of them. */
    private static final List<String> KINDS = List.of("http", "https", "grpc");

    private final HttpCheckReader http;
    private final ServerHttp version;

    /** What stands in the pool; null if that is no check. */
    private final @Nullable Section written;

    private final @Nullable CheckConfig ofPool;

    /** @param version in which the servers are spoken to */
    CheckReader(@Nullable Value pool, HeaderReader headers, ServerHttp version) {
        this.http = new HttpCheckReader(headers);
        this.version = version;
        this.written = pool == null || OFF.equals(pool.textOrNull()) ? null : section(pool);
        this.ofPool = written == null ? null : read(written, written);
    }

    /** How the servers that say nothing themselves are checked; null for not at all. */
    @Nullable
    CheckConfig ofPool() {
        return ofPool;
    }

    /** How a server is checked; null for not at all. */
    @Nullable
    CheckConfig ofServer(@Nullable Value server) {
        if (server == null) {
            return ofPool;
        }
        if (OFF.equals(server.textOrNull())) {
            return null;
        }
        Section own = section(server);
        if (written == null) {
            return read(own, own);
        }
        boolean withoutHttp = TCP.equals(server.textOrNull()) || own.has("grpc");
        boolean another = KINDS.stream().anyMatch(own::has);
        Section rest = withoutHttp ? written.without(HttpCheckReader.KEYS) : written;
        return read(own.before(withoutHttp || another ? rest.without(KINDS) : rest), own);
    }

    private static Section section(Value value) {
        if (!value.isMapping()) {
            if (!TCP.equals(value.textOrNull())) {
                value.wrong(
                        "a mapping with keys of " + Shown.names(Keys.CHECK.names()) + ", tcp or off",
                        "write for example {http: /healthz, interval: 2s}");
            }
            return Section.empty(value, Keys.CHECK);
        }
        return Section.of(value, Keys.CHECK);
    }

    /** @param own what of the section stands in one place, and not in that of the pool */
    private CheckConfig read(Section section, Section own) {
        refuseMoreThanOne(section);
        return new CheckConfig(
                http.read(section),
                grpc(section.get("grpc")),
                section.has("https") ? Boolean.TRUE : null,
                section.whole("port", 0, 1, HostPort.MAX_PORT, "remove the key for the port that takes the requests"),
                timing(section, own),
                section.whole("rise", CheckConfig.RISE, 1, CheckConfig.MAX_COUNT),
                section.whole("fall", CheckConfig.FALL, 1, CheckConfig.MAX_COUNT),
                section.choice("initialState", InitialState.CHECK));
    }

    private static void refuseMoreThanOne(Section section) {
        List<String> kinds = KINDS.stream().filter(section::has).toList();
        for (String kind : kinds.subList(Math.min(1, kinds.size()), kinds.size())) {
            Value second = section.get(kind);
            if (second != null) {
                second.wrong(kind + " beside " + kinds.get(0), "one of http, https and grpc", "remove one of them");
            }
        }
    }

    /** The service that is asked about; null for another check. */
    private @Nullable String grpc(@Nullable Value value) {
        String service = value == null ? null : value.textOrNull();
        if (value == null) {
            return null;
        }
        if (service == null || !SERVICE.matcher(service).matches()) {
            value.wrong(
                    "the name of a gRPC service, or \"\" for the server as a whole", "write for example shop.Orders");
        } else if (version == ServerHttp.H1) {
            value.wrong("a check that needs HTTP/2", "a pool with http: h2 or http: auto", "add http: h2 to the pool");
        }
        return service;
    }

    private static CheckTiming timing(Section section, Section own) {
        int before = section.value().problems().count();
        Interval normal = Interval.of(section, "interval", CheckTiming.INTERVAL);
        Interval fast = Interval.of(section, "fastInterval", normal.time);
        Interval down = Interval.of(section, "downInterval", normal.time);
        Interval shortest = List.of(fast, down).stream()
                .filter(other -> other.time.compareTo(normal.time) < 0)
                .min((one, other) -> one.time.compareTo(other.time))
                .orElse(normal);
        Duration half = shortest.time.dividedBy(2);
        Duration usual = half.compareTo(CheckTiming.TIMEOUT) < 0 ? half : CheckTiming.TIMEOUT;
        Duration timeout = section.time("timeout", usual, CheckTiming.MAX_INTERVAL);
        if (section.value().problems().count() > before) {
            return CheckTiming.STANDARD;
        }
        if (timeout.compareTo(shortest.time) >= 0) {
            reportTooLong(section, own, shortest, timeout);
            return CheckTiming.STANDARD;
        }
        return new CheckTiming(normal.time, fast.time, down.time, timeout);
    }

    /** Blames what stands at the server, if only one of the two does. */
    private static void reportTooLong(Section section, Section own, Interval shortest, Duration timeout) {
        String shorter = Units.shown(shortest.time.dividedBy(2));
        Value written = own.get(shortest.key);
        if (written != null && !own.has("timeout")) {
            written.wrong(
                    "more than the timeout of " + Units.shown(timeout),
                    "write a shorter timeout beside it, for example " + shorter);
        }
        Value tooLong = section.get("timeout");
        if (tooLong != null && (written == null || own.has("timeout"))) {
            tooLong.wrong(
                    "a time below the " + shortest.key + " of " + Units.shown(shortest.time),
                    "write for example " + shorter);
        }
    }

    /** A time from one check to the next, and the key under which it stands. */
    private record Interval(String key, Duration time) {

        static Interval of(Section section, String key, Duration otherwise) {
            Value value = section.get(key);
            return new Interval(
                    key,
                    value == null
                            ? otherwise
                            : value.time(otherwise, CheckTiming.MIN_INTERVAL, CheckTiming.MAX_INTERVAL));
        }
    }
}
