package io.waybill.http2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.waybill.http.HttpVersion;
import io.waybill.http.RequestHead;
import io.waybill.testkit.Http2Blocks;
import org.junit.jupiter.api.Test;

final class AcceptedRequestsTest {

    private static final String[] GET = {":method: GET", ":scheme: https", ":authority: a.example:8443", ":path: /a?b"};

    private final Blocks blocks = new Blocks();

    @Test
    void aHeadIsHeldLikeThatOfAnyOtherVersion() {
        RequestHead head = blocks.request(true, with("accept: */*", "x-of-mine: 1"));
        assertEquals(
                "GET GET /a?b at a.example:8443 length=-2\nhost: a.example:8443\naccept: */*\nx-of-mine: 1\n",
                Blocks.text(head));
        assertEquals(HttpVersion.HTTP_2, head.version());
    }

    @Test
    void pseudoFieldsComeInAnyOrder() {
        RequestHead head = blocks.request(true, ":path: /", ":authority: x", ":method: PUT", ":scheme: http");
        assertEquals("PUT PUT / at x length=-2\nhost: x\n", Blocks.text(head));
    }

    @Test
    void crumbsOfCookiesAreJoinedIntoOneLine() {
        RequestHead head = blocks.request(true, with("cookie: a=1", "accept: */*", "cookie: b=2", "cookie: c=3; d=4"));
        assertEquals("host: a.example:8443\naccept: */*\ncookie: a=1; b=2; c=3; d=4\n", Blocks.lines(head.fields()));
    }

    @Test
    void theTargetIsNormalised() {
        RequestHead head =
                blocks.request(true, ":method: GET", ":scheme: http", ":authority: x", ":path: /%61/%2f?%61");
        assertEquals("/a/%2F?%61", head.text(head.targetStart(), head.targetEnd()));
    }

    @Test
    void theServerAsAWholeIsAskedForItsOptions() {
        RequestHead head = blocks.request(true, ":method: OPTIONS", ":scheme: http", ":authority: x", ":path: *");
        assertEquals("OPTIONS OPTIONS * at x length=-2\nhost: x\n", Blocks.text(head));
    }

    @Test
    void theHostMayBeToldByHostAlone() {
        RequestHead head = blocks.request(true, ":method: GET", ":scheme: http", ":path: /", "host: x:1");
        assertEquals("GET GET / at x:1 length=-2\nhost: x:1\n", Blocks.text(head));
    }

    @Test
    void aHostThatSaysTheSameAsTheAuthorityIsLeftOut() {
        RequestHead head = blocks.request(true, with("host: A.example:8443", "b: c"));
        assertEquals("host: a.example:8443\nb: c\n", Blocks.lines(head.fields()));
    }

    @Test
    void theLengthOfABodyIsWhatContentLengthSaysOrUnknown() {
        assertEquals(5, blocks.request(false, with("content-length: 5")).bodyLength());
        assertEquals(-1, blocks.request(false, GET).bodyLength());
        assertEquals(0, blocks.request(true, with("content-length: 0")).bodyLength());
        assertEquals(-2, blocks.request(true, GET).bodyLength());
    }

    @Test
    void teSaysWhetherTrailersAreWelcome() {
        assertEquals(true, blocks.request(true, with("te: trailers")).acceptsTrailers());
        assertEquals(false, blocks.request(true, GET).acceptsTrailers());
    }

    @Test
    void anExpectationIsUnderstoodWhereABodyFollows() {
        assertEquals(true, blocks.request(false, with("expect: 100-continue")).expectsContinue());
        assertEquals(false, blocks.request(true, with("expect: 100-continue")).expectsContinue());
    }

    @Test
    void anExtendedConnectIsHeldLikeAnUpgrade() {
        RequestHead head = blocks.request(
                false,
                ":method: CONNECT",
                ":protocol: websocket",
                ":scheme: https",
                ":authority: x",
                ":path: /chat",
                "sec-websocket-version: 13");
        assertEquals(
                "GET GET /chat at x length=-2 upgrades\nhost: x\nsec-websocket-version: 13\nupgrade: websocket\n",
                Blocks.text(head));
    }

    @Test
    void aBlockThatIsLeftIsForgottenWhenTheNextOneComes() {
        blocks.decode(Http2Blocks.literal(with("cookie: a", "b: c")));
        RequestHead head = blocks.request(true, GET);
        assertEquals("host: a.example:8443\n", Blocks.lines(head.fields()));
    }

    @Test
    void trailersAreFieldsAlone() {
        RequestHead trailers = blocks.requestTrailers("x-sum: 1", "cookie: a", "date: today", "grpc-status: 0");
        assertNull(trailers.refusal());
        assertEquals("x-sum: 1\ngrpc-status: 0\n", Blocks.lines(trailers.fields()));
    }

    private static String[] with(String... more) {
        String[] lines = new String[GET.length + more.length];
        System.arraycopy(GET, 0, lines, 0, GET.length);
        System.arraycopy(more, 0, lines, GET.length, more.length);
        return lines;
    }
}
