package io.waybill.cli;

import io.waybill.testkit.HttpText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A pool {@code app} as an admin listener tells of it: states change as ordered, and every question finds a check that has
 * just been made. Safe from any thread.
 */
final class SimulatedPool {

    private final List<String> names;
    private final Map<String, String> states = new ConcurrentHashMap<>();
    private final Map<String, String> statuses = new ConcurrentHashMap<>();
    private final Map<String, String> checks = new ConcurrentHashMap<>();
    private final Map<String, Integer> inFlight = new ConcurrentHashMap<>();
    private final Set<String> refused = ConcurrentHashMap.newKeySet();
    private final List<String> orders = new CopyOnWriteArrayList<>();

    SimulatedPool(ScriptedAdmin admin, String... names) {
        this.names = List.of(names);
        admin.on(
                "GET /pools/app",
                request -> json("{\"name\":\"app\",\"servers\":["
                        + this.names.stream().map(this::server).collect(Collectors.joining(",")) + "]}"));
        for (String name : names) {
            states.put(name, "ready");
            checks.put(name, "L7OK");
            admin.on("GET /pools/app/servers/" + name, request -> json(server(name)));
            admin.on("PATCH /pools/app/servers/" + name, request -> change(name, HttpText.body(request)));
        }
    }

    /** What was ordered, such as {@code a drain}; renewals of a drain are left out. */
    List<String> orders() {
        List<String> different = new ArrayList<>();
        for (String order : orders) {
            if (different.isEmpty() || !different.get(different.size() - 1).equals(order)) {
                different.add(order);
            }
        }
        return different;
    }

    /** All orders, renewals too. */
    int allOrders() {
        return orders.size();
    }

    String state(String name) {
        return states.getOrDefault(name, "");
    }

    SimulatedPool state(String name, String state) {
        states.put(name, state);
        return this;
    }

    /** What the checks of a server say from now on; empty for a server without checks. */
    SimulatedPool check(String name, String code) {
        checks.put(name, code);
        return this;
    }

    /** Status of a server that is ready; {@code UP} if none is set. */
    SimulatedPool status(String name, String status) {
        statuses.put(name, status);
        return this;
    }

    SimulatedPool inFlight(String name, int requests) {
        inFlight.put(name, requests);
        return this;
    }

    /** Orders of this state fail from now on, or are carried out again. */
    SimulatedPool refuse(String state, boolean fails) {
        if (fails) {
            refused.add(state);
        } else {
            refused.remove(state);
        }
        return this;
    }

    private String change(String name, String body) {
        JsonNode change = JsonMapper.shared().readTree(body);
        String state = change.path("state").asString("");
        if (refused.contains(state)) {
            return HttpText.response(500, "{\"error\":\"not now\"}");
        }
        boolean endsByItself = change.path("ttl").isString();
        if (state.equals("drain") != endsByItself) {
            return HttpText.response(400, "{\"error\":\"a roll drains for a time, and ends a drain for good\"}");
        }
        states.put(name, state);
        orders.add(name + " " + state);
        return json("{\"server\":\"app/" + name + "\",\"overrides\":[],\"kept\":true}");
    }

    private String server(String name) {
        String state = state(name);
        String status =
                state.equals("ready") ? statuses.getOrDefault(name, "UP") : state.toUpperCase(java.util.Locale.ROOT);
        String code = checks.getOrDefault(name, "");
        String check = code.isEmpty() ? "null" : "{\"code\":\"" + code + "\",\"last_at\":\"" + Instant.now() + "\"}";
        return "{\"name\":\"" + name + "\",\"address\":\"127.0.0.1:80\",\"status\":\"" + status
                + "\",\"admin_state\":\""
                + state + "\",\"weight\":1,\"usable\":" + status.equals("UP") + ",\"in_flight\":"
                + inFlight.getOrDefault(name, 0) + ",\"check\":" + check + "}";
    }

    private static String json(String body) {
        return HttpText.response(200, body, "Connection: close");
    }
}
