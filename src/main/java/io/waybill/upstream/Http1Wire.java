package io.waybill.upstream;

import io.waybill.http.HeadLimits;
import io.waybill.http.HeadPool;
import io.waybill.http1.ChunkWriter;
import io.waybill.http1.HeadWriter;
import io.waybill.http1.ResponseParser;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What all HTTP/1.1 connections of one loop share to read and to write. Confined to that loop.
 *
 * @param limits of what a server may send
 * @param mostInformational 1xx responses that a server may send before the final one
 * @param random for what need not be secret
 */
record Http1Wire(
        ResponseParser parser,
        HeadWriter heads,
        ChunkWriter chunks,
        HeadPool pool,
        HeadLimits limits,
        int mostInformational,
        RandomGenerator random) {

    static Http1Wire of(HeadPool pool, HeadLimits limits, int mostInformational) {
        return new Http1Wire(
                new ResponseParser(limits),
                new HeadWriter(),
                new ChunkWriter(),
                pool,
                limits,
                mostInformational,
                new SplittableRandom());
    }
}
