package io.waybill.admin;

import io.waybill.exchange.Failure;
import io.waybill.stats.Latency;
import io.waybill.stats.TrafficView;
import java.util.ArrayList;
import java.util.List;

/** Tables for people about the traffic of listeners or servers: counts, errors, times. */
final class TrafficText {

    private static final Failure[] FAILURES = Failure.values();
    private static final String NOTHING = "-";

    private TrafficText() {}

    /**
     * One line of each table.
     *
     * @param name of the listener or server
     */
    record Row(String name, TrafficView traffic) {}

    /** @param what the rows are: {@code listener} or {@code server} */
    static void append(StringBuilder out, String what, List<Row> rows) {
        out.append('\n');
        requests(out, what, rows);
        rows.forEach(row -> errors(out, row));
        out.append('\n');
        times(out, what, rows);
    }

    private static void requests(StringBuilder out, String what, List<Row> rows) {
        TextTable table = new TextTable(
                1,
                what,
                "requests",
                "now",
                "1xx",
                "2xx",
                "3xx",
                "4xx",
                "5xx",
                "none",
                "errors",
                "retries",
                "received",
                "sent");
        for (Row row : rows) {
            TrafficView traffic = row.traffic();
            long[] responses = traffic.responses();
            long errors = 0;
            for (long failures : traffic.failures()) {
                errors += failures;
            }
            table.row(
                    row.name(),
                    Figures.count(traffic.requests()),
                    Figures.count(traffic.inFlight()),
                    Figures.count(responses[1]),
                    Figures.count(responses[2]),
                    Figures.count(responses[3]),
                    Figures.count(responses[4]),
                    Figures.count(responses[5]),
                    Figures.count(responses[0]),
                    Figures.count(errors),
                    Figures.count(traffic.retries()),
                    Figures.bytes(traffic.bytesReceived()),
                    Figures.bytes(traffic.bytesSent()));
        }
        table.appendTo(out);
    }

    private static void errors(StringBuilder out, Row row) {
        List<String> kinds = new ArrayList<>();
        long[] failures = row.traffic().failures();
        for (int i = 0; i < failures.length; i++) {
            if (failures[i] != 0) {
                kinds.add(FAILURES[i].word() + " " + failures[i]);
            }
        }
        if (!kinds.isEmpty()) {
            TextTable.appendParagraph(out, "errors of " + row.name() + ": " + String.join(", ", kinds));
        }
    }

    private static void times(StringBuilder out, String what, List<Row> rows) {
        TextTable table = new TextTable(
                2, what, "window", "total p50", "p90", "p99", "max", "first byte p50", "p90", "p99", "max");
        for (Row row : rows) {
            TrafficView traffic = row.traffic();
            table.row(times(row.name(), "1 minute", traffic.total1m(), traffic.firstByte1m()));
            table.row(times(row.name(), "start", traffic.totalSinceStart(), traffic.firstByteSinceStart()));
        }
        table.appendTo(out);
    }

    private static String[] times(String name, String window, Latency total, Latency firstByte) {
        return new String[] {
            name,
            window,
            time(total, total.p50Nanos()),
            time(total, total.p90Nanos()),
            time(total, total.p99Nanos()),
            time(total, total.maxNanos()),
            time(firstByte, firstByte.p50Nanos()),
            time(firstByte, firstByte.p90Nanos()),
            time(firstByte, firstByte.p99Nanos()),
            time(firstByte, firstByte.maxNanos())
        };
    }

    private static String time(Latency latency, long nanos) {
        return latency.count() == 0 ? NOTHING : Figures.time(nanos);
    }
}
