package io.waybill.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.exchange.ClientTls;
import io.waybill.exchange.ExchangeRecord;
import io.waybill.exchange.ExchangeRecord.Timers;
import io.waybill.exchange.Failure;
import io.waybill.http.RequestHead;
import io.waybill.testkit.Allocations;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LineFormatTest {

    private static final long NOW = Instant.parse("2026-11-20T16:03:34.123Z").toEpochMilli();

    @Test
    void textHasTheDocumentedFields() {
        assertEquals(
                "2026-11-20T16:03:34.123Z 10.0.0.7 edge \"GET /a?b=c HTTP/1.1\" 200 1532 "
                        + "0.041/0/0.213/1.204/1.5 web/b 1 -- CA0A4BD6-4E9F4258-198691\n",
                line(AccessLogFormat.TEXT, Exchanges.ok()));
    }

    @Test
    void textOfARequestThatNeverArrivedSaysWhy() {
        assertEquals(
                "2026-11-20T16:03:34.123Z 10.0.0.7 edge \"<BADREQ>\" 400 1532 "
                        + "0.007/-1/-1/-1/0.012 -/<NOSRV> 0 PR CA0A4BD6-4E9F4258-2 reason=\"bare CR in a field\"\n",
                line(AccessLogFormat.TEXT, Exchanges.badRequest()));
    }

    @Test
    void aPoolWithoutAServerIsNamed() {
        Exchanges noServer =
                Exchanges.ok().withServer(Exchanges.pool("web"), null).withFailure(Failure.NO_SERVER, 503);

        assertTrue(line(AccessLogFormat.TEXT, noServer).contains(" web/<NOSRV> 0 SR "));
        assertTrue(line(AccessLogFormat.HAPROXY, noServer).contains(" edge web/<NOSRV> "));
    }

    @Test
    void combinedIsApachesWithTheIdAsIdentity() {
        assertEquals(
                "10.0.0.7 CA0A4BD6-4E9F4258-198691 - [20/Nov/2026:16:03:34 +0000] \"GET /a?b=c HTTP/1.1\" 200 1532 "
                        + "\"http://x/\" \"curl/8\"\n",
                line(AccessLogFormat.COMBINED, Exchanges.ok()));
        assertEquals(
                "10.0.0.7 CA0A4BD6-4E9F4258-2 - [20/Nov/2026:16:03:34 +0000] \"<BADREQ>\" 400 1532 \"-\" \"-\"\n",
                line(AccessLogFormat.COMBINED, Exchanges.badRequest()));
    }

    @Test
    void haproxyIsHttplogWithTheIdAsCapturedHeader() {
        assertEquals(
                "10.0.0.7:40312 [20/Nov/2026:16:03:34.122] edge web/b 0/0/0/1/1 200 1532 - - ---- "
                        + "0/0/0/0/0 0/0 {CA0A4BD6-4E9F4258-198691} \"GET /a?b=c HTTP/1.1\"\n",
                line(AccessLogFormat.HAPROXY, Exchanges.ok()));
        assertEquals(
                "10.0.0.7:40312 [20/Nov/2026:16:03:34.123] edge edge/<NOSRV> 0/-1/-1/-1/0 400 1532 - - PR-- "
                        + "0/0/0/0/0 0/0 {CA0A4BD6-4E9F4258-2} \"<BADREQ>\"\n",
                line(AccessLogFormat.HAPROXY, Exchanges.badRequest()));
    }

    @Test
    void haproxyWritesMinusOneWhereNobodyWasAnswered() {
        Exchanges gone = Exchanges.ok().withFailure(Failure.CLIENT_GONE, 0);

        assertTrue(line(AccessLogFormat.HAPROXY, gone).contains(" -1 1532 - - CR-- "));
    }

    @Test
    void jsonIsOneObjectWithEverything() {
        assertEquals(
                "{\"time\":\"2026-11-20T16:03:34.123Z\",\"client\":\"10.0.0.7\",\"client_port\":40312,"
                        + "\"listener\":\"edge\",\"method\":\"GET\",\"target\":\"/a?b=c\",\"version\":\"HTTP/1.1\","
                        + "\"host\":\"\",\"user_agent\":\"curl/8\",\"tls_protocol\":null,\"tls_cipher\":null,"
                        + "\"sni\":null,\"status\":200,\"bytes_received\":321,"
                        + "\"bytes_sent\":1532,\"head_ms\":0.041,\"queue_ms\":0,\"connect_ms\":0.213,"
                        + "\"response_ms\":1.204,\"first_byte_ms\":1.45,\"total_ms\":1.5,\"pool\":\"web\","
                        + "\"server\":\"b\",\"attempts\":1,\"failure\":null,\"termination\":\"--\",\"reason\":null,"
                        + "\"id\":\"CA0A4BD6-4E9F4258-198691\"}\n",
                line(AccessLogFormat.JSON, Exchanges.ok()));
    }

    @Test
    void jsonOfARequestThatNeverArrivedHasNulls() {
        JsonNode json = JsonMapper.shared().readTree(line(AccessLogFormat.JSON, Exchanges.badRequest()));

        assertTrue(json.get("method").isNull());
        assertTrue(json.get("target").isNull());
        assertTrue(json.get("server").isNull());
        assertTrue(json.get("connect_ms").isNull());
        assertEquals("bad-request", json.get("failure").stringValue());
        assertEquals("bare CR in a field", json.get("reason").stringValue());
    }

    @Test
    void jsonAndHaproxyTellOfTls() {
        ClientTls tls = new ClientTls("TLSv1.3", "TLS_AES_128_GCM_SHA256", "www.example.com", false, new byte[0]);
        ExchangeRecord exchange = Exchanges.ok().toRecord(tls);
        JsonNode json = JsonMapper.shared().readTree(line(AccessLogFormat.JSON, exchange));

        assertEquals("TLSv1.3", json.get("tls_protocol").stringValue());
        assertEquals("TLS_AES_128_GCM_SHA256", json.get("tls_cipher").stringValue());
        assertEquals("www.example.com", json.get("sni").stringValue());
        assertTrue(line(AccessLogFormat.HAPROXY, exchange).contains("] edge~ web/b "));
    }

    @Test
    void whatAProxyHeaderTellsOfTheHostIsNotTakenForTls() {
        ExchangeRecord exchange = Exchanges.ok().toRecord(ClientTls.ofServerName("www.example.com"));
        JsonNode json = JsonMapper.shared().readTree(line(AccessLogFormat.JSON, exchange));

        assertTrue(json.get("tls_protocol").isNull());
        assertTrue(json.get("tls_cipher").isNull());
        assertEquals("www.example.com", json.get("sni").stringValue());
        assertTrue(line(AccessLogFormat.HAPROXY, exchange).contains("] edge web/b "));
    }

    @Test
    void noByteOfARequestCanForgeALineOrAField() {
        for (int value = 0; value < 256; value++) {
            String evil = "a" + (char) value + "b";
            Exchanges exchange = Exchanges.ok()
                    .withRequest(Exchanges.head(evil, "/" + evil, evil, evil))
                    .withId(evil)
                    .withReason(evil)
                    .withServer(Exchanges.pool(evil), Exchanges.server(evil, evil));
            for (AccessLogFormat format : AccessLogFormat.values()) {
                assertUnforged(value, format, line(format, exchange));
            }
            JsonNode json = JsonMapper.shared().readTree(line(AccessLogFormat.JSON, exchange));
            assertEquals("/" + evil, json.get("target").stringValue());
            assertEquals(evil, json.get("user_agent").stringValue());
            assertEquals(evil, json.get("reason").stringValue());
            assertEquals(evil, json.get("server").stringValue());
        }
    }

    private static void assertUnforged(int value, AccessLogFormat format, String line) {
        String where = "byte " + value + " in " + format + ": " + line;
        assertEquals(line.length() - 1, line.indexOf('\n'), where);
        assertTrue(line.chars().limit(line.length() - 1L).allMatch(c -> c >= ' ' && c < 0x7f), where);
        if (format != AccessLogFormat.JSON) {
            long quotes = line.chars().filter(c -> c == '"').count();
            int fields = format == AccessLogFormat.COMBINED ? 3 : format == AccessLogFormat.TEXT ? 2 : 1;
            assertEquals(2L * fields, quotes, where);
        }
    }

    @Test
    void whatIsEscapedCanBeReadBack() {
        Exchanges exchange = Exchanges.ok().withRequest(Exchanges.head("GET", "/\n\"\\\u007f\u00e9", "", ""));

        assertTrue(line(AccessLogFormat.TEXT, exchange).contains("\"GET /\\x0A\\x22\\x5C\\x7F\\xE9 HTTP/1.1\""));
    }

    @ParameterizedTest
    @EnumSource(AccessLogFormat.class)
    void noLineIsLongerThanItsLimit(AccessLogFormat format) {
        String endless = "\u00ff".repeat(100_000);
        Exchanges exchange = Exchanges.ok()
                .withRequest(Exchanges.head(endless, endless, endless, endless))
                .withId(endless)
                .withReason(endless)
                .withServer(Exchanges.pool(endless), Exchanges.server(endless, endless));

        String line = line(format, exchange);

        assertTrue(line.length() < Line.MOST_BYTES - 1024, () -> line.length() + " bytes");
        if (format == AccessLogFormat.JSON) {
            assertFalse(JsonMapper.shared().readTree(line).isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-1, -1",
        "0, 0",
        "999, 0",
        "1000, 0.001",
        "10000, 0.01",
        "100000, 0.1",
        "120000, 0.12",
        "1000000, 1",
        "1001000, 1.001",
        "1230000, 1.23",
        "1500000, 1.5",
        "3600000000000, 3600000",
        "9223372036854775807, 9223372036854.775"
    })
    void timesAreMillisecondsWithoutNeedlessZeros(long nanos, String expected) {
        Line out = new Line(Line.MOST_BYTES);
        out.putMillis(nanos);
        assertEquals(expected, text(out));
    }

    @ParameterizedTest
    @CsvSource({"0", "9", "10", "99", "100", "12345678901", "-1", "-120", "9223372036854775807"})
    void numbersAreDecimal(long number) {
        Line out = new Line(Line.MOST_BYTES);
        out.putNumber(number);
        assertEquals(Long.toString(number), text(out));
    }

    @ParameterizedTest
    @EnumSource(AccessLogFormat.class)
    void aLineMakesNoGarbage(AccessLogFormat format) {
        LineFormat lines = format.newLineFormat(new Timestamps(ZoneId.of("Europe/Berlin")));
        Line out = new Line(LoopAccessLog.BUFFER_BYTES);
        ExchangeRecord exchange = Exchanges.ok().toRecord();

        double bytes = Allocations.bytesPerRun(run -> {
            out.clear();
            lines.write(exchange, NOW + run, out);
        });

        assertTrue(bytes < 0.5, () -> bytes + " bytes per line");
    }

    @Test
    void aSlowRequestBeganWhenItBegan() {
        RequestHead head = Exchanges.head("GET", "/", "", "");
        Exchanges slow = new Exchanges(
                head, "x", null, null, 200, null, null, new Timers(1_000_000_000, 0, 0, 0, 60_000_000_000L, 0));

        assertTrue(line(AccessLogFormat.COMBINED, slow).contains("[20/Nov/2026:16:02:33 +0000]"));
        assertTrue(line(AccessLogFormat.HAPROXY, slow).contains("[20/Nov/2026:16:02:33.123]"));
    }

    private static String line(AccessLogFormat format, Exchanges exchange) {
        return line(format, exchange.toRecord());
    }

    private static String line(AccessLogFormat format, ExchangeRecord exchange) {
        Line out = new Line(4 * Line.MOST_BYTES);
        format.newLineFormat(new Timestamps(ZoneId.of("UTC"))).write(exchange, NOW, out);
        assertEquals(1, out.lines());
        return text(out);
    }

    private static String text(Line out) {
        return new String(out.bytes(), 0, out.length(), StandardCharsets.ISO_8859_1);
    }
}
