package io.waybill.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.waybill.http.FieldName;
import io.waybill.http.HeadLimits;
import io.waybill.http.HeadPool;
import io.waybill.http.HopByHop;
import io.waybill.http.RequestHead;
import io.waybill.http1.HeadWriter;
import io.waybill.http1.ParseResult;
import io.waybill.http1.RequestParser;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What it costs to read a browser's request head of 700 bytes, and to write it again. Not part of the build. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ParserBenchmark {

    private static final String HEAD = String.join(
            "\r\n",
            "GET /shop/articles/1234/details?page=2&sort=price HTTP/1.1",
            "Host: shop.example.com",
            "Connection: keep-alive",
            "sec-ch-ua: \"Chromium\";v=\"142\", \"Google Chrome\";v=\"142\", \"Not_A Brand\";v=\"99\"",
            "sec-ch-ua-mobile: ?0",
            "sec-ch-ua-platform: \"Linux\"",
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36",
            "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
            "Sec-Fetch-Site: same-origin",
            "Sec-Fetch-Mode: navigate",
            "Referer: https://shop.example.com/shop/articles",
            "Accept-Encoding: gzip, deflate, br, zstd",
            "Accept-Language: de-DE,de;q=0.9,en;q=0.8",
            "Cookie: session=0123456789abcdef0123456789abcdef; theme=dark",
            "",
            "");

    private final ByteBuf in = Unpooled.directBuffer().writeBytes(HEAD.getBytes(StandardCharsets.US_ASCII));
    private final RequestParser parser = new RequestParser(new HeadLimits(65_536, 100, 8_192, 8_192, 32, 4_096));
    private final HeadPool pool = new HeadPool();
    private final HeadWriter writer = new HeadWriter();

    /** Runs the benchmark. */
    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(ParserBenchmark.class.getSimpleName())
                        .build())
                .run();
    }

    /** Reads the head. */
    @Benchmark
    public ParseResult parse() {
        in.readerIndex(0);
        RequestHead head = pool.takeRequest();
        ParseResult result = parser.parse(in, head);
        pool.give(head);
        return result;
    }

    /** Reads the head, takes the hop-by-hop fields off and writes it. */
    @Benchmark
    public int parseAndWrite() {
        in.readerIndex(0);
        RequestHead head = pool.takeRequest();
        parser.parse(in, head);
        HopByHop.strip(head.fields(), FieldName.X_UNIQUE_REQUEST_ID, false);
        ByteBuf out = writer.request(head, head.bodyLength(), PooledByteBufAllocator.DEFAULT);
        int length = out.readableBytes();
        out.release();
        pool.give(head);
        return length;
    }
}
