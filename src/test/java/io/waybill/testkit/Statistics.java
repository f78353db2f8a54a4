package io.waybill.testkit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code /stats} of a {@link RunningWaybill} says, read anew for each question. */
public final class Statistics {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RunningWaybill waybill;

    private Statistics(RunningWaybill waybill) {
        this.waybill = waybill;
    }

    public static Statistics of(RunningWaybill waybill) {
        return new Statistics(waybill);
    }

    /** A number by its JSON pointer, such as {@code /pools/0/servers/0/in_flight}; 0 for what is left out. */
    public long number(String pointer) {
        return all().at(pointer).asLong(0);
    }

    /** Waits until a number is the one expected; with what it is instead if it does not become that. */
    public void await(String pointer, long expected) {
        try {
            Waiting.until(pointer + " is " + expected, () -> number(pointer) == expected);
        } catch (AssertionError never) {
            throw new AssertionError(never.getMessage() + "; it is " + number(pointer), never);
        }
    }

    /** A text by its JSON pointer; empty for what is left out. */
    public String text(String pointer) {
        return all().at(pointer).asString("");
    }

    /** How many there are of what a JSON pointer leads to. */
    public int size(String pointer) {
        return all().at(pointer).size();
    }

    private JsonNode all() {
        try (RawClient client = RawClient.connect(waybill.adminPort())) {
            client.send("GET /stats HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            return JSON.readTree(HttpText.body(client.readResponse()));
        }
    }
}
