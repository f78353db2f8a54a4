package io.waybill.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.control.ReloadResult;
import io.waybill.testkit.AdminCall;
import io.waybill.testkit.DnsServer;
import io.waybill.testkit.HttpText;
import io.waybill.testkit.RawClient;
import io.waybill.testkit.RunningWaybill;
import io.waybill.testkit.ScriptedServer;
import io.waybill.testkit.Statistics;
import io.waybill.testkit.Waiting;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names of servers, asked of a real name server. */
class NamesTest {

    private static final String CONFIG = "reload: {watch: false}\n"
            + "dns: {minTtl: 100ms, maxTtl: 1s, timeout: 500ms, servers: [\"127.0.0.1:%d\"]}\n"
            + "pools: {app: {servers: [{name: web, address: \"%s:%d\"}]}}\n";

    private static List<String> servers(RunningWaybill waybill) {
        try (RawClient client = RawClient.connect(waybill.adminPort())) {
            client.send("GET /pools/app?format=text HTTP/1.1\r\nHost: localhost\r\n\r\n");
            return HttpText.body(client.readResponse())
                    .lines()
                    .map(line -> line.trim().replaceAll(" .*", ""))
                    .filter(word -> word.startsWith("web"))
                    .distinct()
                    .toList();
        }
    }

    private static int status(RunningWaybill waybill) {
        try (RawClient client = RawClient.connect(waybill.port("edge"))) {
            return HttpText.status(client.send(Requests.get("/")).readResponse());
        }
    }

    @Test
    void nameWithManyAddressesIsManyServersAndFollowsItsAnswers() {
        try (DnsServer dns = DnsServer.start();
                ScriptedServer server = ScriptedServer.answering("ok")) {
            dns.answer("web.test", 0, "127.0.0.1");
            try (RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, dns.port(), "web.test", server.port())) {
                assertEquals(200, status(waybill));
                assertEquals(List.of("web"), servers(waybill));
                dns.answer("web.test", 0, "127.0.0.2", "127.0.0.1");
                Waiting.until(
                        "there are two servers",
                        () -> servers(waybill).equals(List.of("web-127.0.0.1", "web-127.0.0.2")));
                dns.fail("web.test");
                int asked = dns.queries().size();
                Waiting.until("it was asked in vain", () -> dns.queries().size() > asked + 3);
                assertEquals(List.of("web-127.0.0.1", "web-127.0.0.2"), servers(waybill));
                dns.silent(true);
                int before = dns.queries().size();
                Waiting.until(
                        "it was asked without an answer", () -> dns.queries().size() > before + 1);
                assertEquals(2, servers(waybill).size());
                dns.silent(false);
                dns.answer("web.test", 0, "127.0.0.1");
                Waiting.until(
                        "there is one server again", () -> servers(waybill).equals(List.of("web")));
                assertEquals(200, status(waybill));
            }
        }
    }

    @Test
    void timeOfAnAnswerIsHonoured() {
        try (DnsServer dns = DnsServer.start();
                ScriptedServer server = ScriptedServer.answering("ok")) {
            dns.answer("web.test", 3600, "127.0.0.1");
            String patient = CONFIG.replace("maxTtl: 1s", "maxTtl: 1h");
            try (RunningWaybill waybill = RunningWaybill.withConfig(patient, dns.port(), "web.test", server.port())) {
                int asked = dns.queries().size();
                for (int i = 0; i < 50; i++) {
                    assertEquals(200, status(waybill));
                }
                assertEquals(asked, dns.queries().size());
            }
        }
    }

    @Test
    void nameWithoutIpv4HasItsIpv6Addresses() {
        try (DnsServer dns = DnsServer.start()) {
            dns.answer("web.test", 60, "::1", "fd00::2");
            try (RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, dns.port(), "web.test", 81)) {
                assertEquals(2, servers(waybill).size());
                assertTrue(
                        servers(waybill).get(0).startsWith("web-["),
                        servers(waybill).toString());
            }
        }
    }

    @Test
    void addressThatIsNoneChangesNothingAndIsAskedForAgain() {
        try (DnsServer dns = DnsServer.start();
                ScriptedServer server = ScriptedServer.answering("ok")) {
            dns.answer("web.test", 0, "127.0.0.1");
            try (RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, dns.port(), "web.test", server.port())) {
                dns.maimed(true);
                int asked = dns.queries().size();
                Waiting.until("it was asked in vain", () -> dns.queries().size() > asked + 3);
                assertEquals(200, status(waybill));
                dns.answer("web.test", 0, "127.0.0.1", "127.0.0.2");
                dns.maimed(false);
                Waiting.until("there are two", () -> servers(waybill).size() == 2);
            }
        }
    }

    @Test
    void drainedServerStaysDrainedWhenItsNameGetsMoreAddressesAndLosesThem() {
        try (DnsServer dns = DnsServer.start();
                ScriptedServer server = ScriptedServer.answering("ok")) {
            dns.answer("web.test", 0, "127.0.0.1");
            try (RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, dns.port(), "web.test", server.port())) {
                assertEquals(
                        200,
                        AdminCall.change(
                                        waybill.adminPort(),
                                        "PATCH",
                                        "/pools/app/servers/web",
                                        "{\"state\": \"drain\"}")
                                .status());
                dns.answer("web.test", 0, "127.0.0.1", "127.0.0.2");
                Waiting.until("there are two", () -> servers(waybill).contains("web-127.0.0.2"));
                assertEquals("DRAIN", stateOf(waybill, "web-127.0.0.1"));
                assertEquals("no check", stateOf(waybill, "web-127.0.0.2"));
                dns.answer("web.test", 0, "127.0.0.1");
                Waiting.until("there is one again", () -> !servers(waybill).contains("web-127.0.0.2"));
                assertEquals("DRAIN", stateOf(waybill, "web"));
            }
        }
    }

    private static String stateOf(RunningWaybill waybill, String server) {
        AdminCall answer = AdminCall.get(waybill.adminPort(), "/pools/app/servers/" + server + "?format=json");
        assertEquals(200, answer.status(), answer::body);
        return answer.json().at("/status").asString(answer.body());
    }

    @Test
    void serverThatIsCalledLikeAnAddressOfANameIsTheOnlyOneOfThatName() {
        String both = CONFIG.replace(
                "servers: [{name: web,", "servers: [{name: web-127.0.0.2, address: \"127.0.0.3:9\"}, {name: web,");
        try (DnsServer dns = DnsServer.start()) {
            dns.answer("web.test", 0, "127.0.0.1", "127.0.0.2");
            try (RunningWaybill waybill = RunningWaybill.withConfig(both, dns.port(), "web.test", 81)) {
                assertEquals(2, Statistics.of(waybill).size("/pools/0/servers"));
                assertTrue(AdminCall.get(waybill.adminPort(), "/pools/app/servers/web-127.0.0.2")
                        .body()
                        .contains("127.0.0.3:9"));
            }
        }
    }

    @Test
    void localhostAsksNobody() {
        try (DnsServer dns = DnsServer.start();
                ScriptedServer server = ScriptedServer.answering("ok");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, dns.port(), "localhost", server.port())) {
            assertEquals(200, status(waybill));
            assertEquals(List.of(), dns.queries());
        }
    }

    @Test
    void nameThatDoesNotResolveAtTheStartComesLater() {
        try (DnsServer dns = DnsServer.start();
                ScriptedServer server = ScriptedServer.answering("ok");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, dns.port(), "web.test", server.port())) {
            assertEquals(503, status(waybill));
            dns.answer("web.test", 1, "127.0.0.1");
            Waiting.until("the server takes part", () -> status(waybill) == 200);
        }
    }

    @Test
    void reloadWithANewNameThatDoesNotResolveIsRejected() {
        try (DnsServer dns = DnsServer.start();
                ScriptedServer server = ScriptedServer.answering("ok");
                RunningWaybill waybill = RunningWaybill.withConfig(CONFIG, dns.port(), "127.0.0.1", server.port())) {
            ReloadTest.write(waybill, CONFIG, dns.port(), "missing.test", server.port());
            ReloadResult.Rejected rejected = assertInstanceOf(ReloadResult.Rejected.class, ReloadTest.reload(waybill));
            assertTrue(
                    rejected.problems().get(0).contains("the name missing.test does not resolve (nxdomain)"),
                    rejected.toString());
            assertEquals(200, status(waybill));
            dns.answer("missing.test", 1, "127.0.0.1");
            assertInstanceOf(ReloadResult.Applied.class, ReloadTest.reload(waybill));
            assertEquals(200, status(waybill));
        }
    }
}
