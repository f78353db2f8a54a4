package io.waybill.http1;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.waybill.http.FieldName;
import io.waybill.http.HeadLimits;
import io.waybill.http.HeadPool;
import io.waybill.http.HopByHop;
import io.waybill.http.Refusal;
import io.waybill.http.RequestHead;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ParserCostTest {

    private static final HeadLimits LARGE = new HeadLimits(4 << 20, 10_000, 4 << 20, 4096, 32, 1024);

    @Test
    void parsingAndStrippingAHeadAllocatesNothing() {
        byte[] bytes = Wire.bytes("GET /shop/items?page=2 HTTP/1.1\r\nHost: shop.example.com\r\nAccept: */*\r\n"
                + "Connection: keep-alive\r\nCookie: " + "a=b; ".repeat(80) + "\r\nX-Any: thing\r\n\r\n");
        // without the leak detector, which notes every access
        ByteBuf in = new UnpooledByteBufAllocator(true, true).directBuffer().writeBytes(bytes);
        RequestParser parser = new RequestParser(Wire.LIMITS);
        HeadPool pool = new HeadPool();
        for (int i = 0; i < 20_000; i++) {
            parseOnce(parser, pool, in);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            parseOnce(parser, pool, in);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        in.release();
        assertTrue(allocated < 10_000, "bytes for 10,000 heads: " + allocated);
    }

    private static void parseOnce(RequestParser parser, HeadPool pool, ByteBuf in) {
        in.readerIndex(0);
        RequestHead head = pool.takeRequest();
        if (parser.parse(in, head) != ParseResult.COMPLETE) {
            throw new AssertionError(head.refusal());
        }
        HopByHop.strip(head.fields(), FieldName.X_UNIQUE_REQUEST_ID, false);
        pool.give(head);
    }

    @Test
    void workIsLinearWhenBytesComeOneByOne() {
        long small = nanosByteByByte(100_000);
        long large = nanosByteByByte(1_600_000);
        // sixteen times the bytes; quadratic work would take 256 times as long
        assertTrue(large < small * 80 + 1_000_000_000L, "small " + small + " ns, large " + large + " ns");
    }

    private static long nanosByteByByte(int length) {
        byte[] line = Wire.bytes("GET / HTTP/1.1\r\nHost: x\r\nLong: ");
        RequestParser parser = new RequestParser(LARGE);
        RequestHead head = Wire.requestHead();
        ByteBuf in = Unpooled.buffer(1, 1);
        long start = System.nanoTime();
        for (int i = 0; i < length; i++) {
            in.clear().writeByte(i < line.length ? line[i] : 'a');
            assertEquals(ParseResult.INCOMPLETE, parser.parse(in, head));
        }
        return System.nanoTime() - start;
    }

    @Test
    void limitsHoldToTheByteHoweverTheHeadIsCut() {
        String head = "GET /0123456789 HTTP/1.1\r\nHost: x\r\nA: " + "b".repeat(40) + "\r\n\r\n";
        int line = head.indexOf('\n') + 1;
        assertLimit(head, new HeadLimits(head.length(), 2, line, 2, 0, 0), null);
        assertLimit(head, new HeadLimits(head.length() - 1, 2, line, 2, 0, 0), Refusal.HEAD_TOO_LARGE);
        assertLimit(head, new HeadLimits(head.length(), 1, line, 2, 0, 0), Refusal.TOO_MANY_FIELDS);
        String longer = head.replace("/0", "/" + "0".repeat(20));
        int longerLine = longer.indexOf('\n') + 1;
        assertLimit(longer, new HeadLimits(longer.length(), 2, longerLine, 2, 0, 0), null);
        assertLimit(longer, new HeadLimits(longer.length(), 2, longerLine - 1, 2, 0, 0), Refusal.REQUEST_LINE_TOO_LONG);
        String endless = "GET /" + "a".repeat(500);
        assertLimit(endless, new HeadLimits(400, 2, 100, 2, 0, 0), Refusal.REQUEST_LINE_TOO_LONG);
        assertLimit(endless, new HeadLimits(80, 2, 100, 2, 0, 0), Refusal.HEAD_TOO_LARGE);
    }

    private static void assertLimit(String text, HeadLimits limits, @Nullable Refusal expected) {
        byte[] bytes = Wire.bytes(text);
        for (int cut = 1; cut <= bytes.length; cut++) {
            String result = Wire.request(bytes, Wire.at(cut), limits);
            if (expected == null) {
                assertTrue(result.contains("finished=true"), result);
            } else {
                assertEquals("REFUSED " + expected, result, "cut at " + cut);
            }
        }
        String single = Wire.request(bytes, Wire.every(1), limits);
        assertEquals(expected == null, single.contains("finished=true"), single);
    }
}
