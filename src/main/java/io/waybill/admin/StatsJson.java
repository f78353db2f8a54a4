package io.waybill.admin;

import io.waybill.admin.StatsView.ListenerView;
import io.waybill.admin.StatsView.PoolView;
import io.waybill.admin.StatsView.RuntimeView;
import io.waybill.exchange.Failure;
import io.waybill.stats.ConnectionView;
import io.waybill.stats.Latency;
import io.waybill.stats.TrafficView;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/**
 * The statistics as JSON: the order is fixed, numbers carry their unit in the name, and nothing is left out but kinds of
 * errors that never happened.
 */
final class StatsJson {

    private static final String[] RESPONSES = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};
    private static final Failure[] FAILURES = Failure.values();

    private StatsJson() {}

    static String all(StatsView view) {
        return JsonText.object(json -> {
            process(json, view);
            config(json, view.config());
            runtime(json, view.runtime());
            json.writeObjectPropertyStart("access_log");
            json.writeNumberProperty("written", view.accessLog().written());
            json.writeNumberProperty("dropped", view.accessLog().dropped());
            json.writeEndObject();
            json.writeArrayPropertyStart("listeners");
            for (ListenerView listener : view.listeners()) {
                listener(json, listener);
            }
            json.writeEndArray();
            pools(json, view.pools());
        });
    }

    static String pools(List<PoolView> pools) {
        return JsonText.object(json -> pools(json, pools));
    }

    static String pool(PoolView pool) {
        return JsonText.object(json -> poolFields(json, pool));
    }

    static String server(ServerView server) {
        return JsonText.object(json -> serverFields(json, server));
    }

    private static void process(JsonGenerator json, StatsView view) {
        ProcessFacts process = view.process();
        json.writeStringProperty("base_dir", process.baseDir());
        json.writeStringProperty("build_type", process.buildType());
        json.writeStringProperty("command", process.command());
        json.writeStringProperty("cwd", process.cwd());
        json.writeStringProperty("host", process.host());
        json.writeNumberProperty("pid", process.pid());
        json.writeStringProperty("sock_addr", view.address());
        json.writeStringProperty("user", process.user());
        json.writeStringProperty("version", process.version());
        json.writeStringProperty("node", process.node());
        json.writeNumberProperty("uptime_s", view.uptime().toSeconds());
    }

    private static void config(JsonGenerator json, ConfigFacts config) {
        json.writeObjectPropertyStart("config");
        json.writeStringProperty("file", config.file());
        json.writeStringProperty("sha256", config.sha256());
        json.writeNumberProperty("version", config.version());
        json.writeStringProperty("loaded_at", config.loadedAt().toString());
        json.writeStringProperty("last_attempt_at", config.attemptedAt().toString());
        json.writeStringProperty("last_error", config.lastError());
        JsonText.strings(json, "notices", config.notices());
        JsonText.strings(json, "tokens", config.tokens());
        json.writeEndObject();
    }

    private static void runtime(JsonGenerator json, RuntimeView runtime) {
        json.writeObjectPropertyStart("runtime");
        json.writeStringProperty("jvm", runtime.jvm());
        json.writeStringProperty("transport", runtime.transport());
        json.writeNumberProperty("loops", runtime.loops());
        json.writeNumberProperty("gc_collections", runtime.collections());
        json.writeNumberProperty("gc_time_ms", runtime.collectionMillis());
        json.writeNumberProperty("heap_used_bytes", runtime.heapUsedBytes());
        json.writeNumberProperty("heap_committed_bytes", runtime.heapCommittedBytes());
        json.writeNumberProperty("heap_max_bytes", runtime.heapMaxBytes());
        json.writeEndObject();
    }

    private static void listener(JsonGenerator json, ListenerView listener) {
        json.writeStartObject();
        json.writeStringProperty("name", listener.name());
        json.writeStringProperty("address", listener.address());
        json.writeStringProperty("state", listener.state());
        traffic(json, listener.traffic());
        connections(json, listener.connections());
        LinkJson.ofListener(json, listener.tls(), listener.protocols());
        json.writeEndObject();
    }

    private static void pools(JsonGenerator json, List<PoolView> pools) {
        json.writeArrayPropertyStart("pools");
        for (PoolView pool : pools) {
            json.writeStartObject();
            poolFields(json, pool);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void poolFields(JsonGenerator json, PoolView pool) {
        json.writeStringProperty("name", pool.name());
        json.writeNumberProperty("servers_up", pool.serversUp());
        json.writeNumberProperty("usable_servers", pool.usableServers());
        json.writeBooleanProperty("in_panic", pool.inPanic());
        LinkJson.ofPool(json, pool.link());
        traffic(json, pool.traffic());
        connections(json, pool.connections());
        json.writeArrayPropertyStart("servers");
        for (ServerView server : pool.servers()) {
            json.writeStartObject();
            serverFields(json, server);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void serverFields(JsonGenerator json, ServerView server) {
        json.writeStringProperty("name", server.name());
        json.writeStringProperty("address", server.address());
        json.writeBooleanProperty("tls", server.secure());
        json.writeStringProperty("status", server.status());
        json.writeStringProperty("admin_state", server.adminState().name().toLowerCase(Locale.ROOT));
        json.writeBooleanProperty("usable", server.usable());
        json.writeNumberProperty("weight", server.weight());
        CheckJson.write(json, server.check());
        OverrideJson.write(json, server.overrides());
        json.writeNumberProperty("transitions", server.transitions().size());
        Instant downSince = server.downSince();
        json.writeStringProperty("down_since", downSince == null ? null : downSince.toString());
        traffic(json, server.traffic());
        connections(json, server.connections());
    }

    private static void traffic(JsonGenerator json, TrafficView traffic) {
        json.writeNumberProperty("requests", traffic.requests());
        json.writeNumberProperty("in_flight", traffic.inFlight());
        json.writeObjectPropertyStart("responses");
        for (int i = 0; i < RESPONSES.length; i++) {
            json.writeNumberProperty(RESPONSES[i], traffic.responses()[i]);
        }
        json.writeEndObject();
        json.writeObjectPropertyStart("errors");
        for (int i = 0; i < traffic.failures().length; i++) {
            if (traffic.failures()[i] != 0) {
                json.writeNumberProperty(FAILURES[i].word(), traffic.failures()[i]);
            }
        }
        json.writeEndObject();
        json.writeNumberProperty("retries", traffic.retries());
        json.writeNumberProperty("received_bytes", traffic.bytesReceived());
        json.writeNumberProperty("sent_bytes", traffic.bytesSent());
        json.writeObjectPropertyStart("total_time");
        latency(json, "last_minute", traffic.total1m());
        latency(json, "since_start", traffic.totalSinceStart());
        json.writeEndObject();
        json.writeObjectPropertyStart("first_byte_time");
        latency(json, "last_minute", traffic.firstByte1m());
        latency(json, "since_start", traffic.firstByteSinceStart());
        json.writeEndObject();
    }

    /** Nothing timed is null and not zero: zero would be a very good time. */
    private static void latency(JsonGenerator json, String window, Latency latency) {
        json.writeObjectPropertyStart(window);
        json.writeNumberProperty("count", latency.count());
        if (latency.count() == 0) {
            json.writeNullProperty("p50_ms");
            json.writeNullProperty("p90_ms");
            json.writeNullProperty("p99_ms");
            json.writeNullProperty("max_ms");
        } else {
            json.writeNumberProperty("p50_ms", JsonText.millis(latency.p50Nanos()));
            json.writeNumberProperty("p90_ms", JsonText.millis(latency.p90Nanos()));
            json.writeNumberProperty("p99_ms", JsonText.millis(latency.p99Nanos()));
            json.writeNumberProperty("max_ms", JsonText.millis(latency.maxNanos()));
        }
        json.writeEndObject();
    }

    private static void connections(JsonGenerator json, ConnectionView connections) {
        json.writeObjectPropertyStart("connections");
        json.writeNumberProperty("in_use", connections.inUse());
        json.writeNumberProperty("idle", connections.idle());
        json.writeNumberProperty("opened", connections.opened());
        json.writeNumberProperty("reused", connections.reused());
        json.writeNumberProperty("failed", connections.failed());
        json.writeNumberProperty("refused", connections.refused());
        json.writeEndObject();
    }
}
