package io.waybill.health;

import io.netty.buffer.ByteBufAllocator;
import io.waybill.exchange.UpstreamStream;
import io.waybill.http.RequestHead;

/** What a server is asked over HTTP, ready but for the ID. Immutable. */
interface Question {

    /**
     * Fills an empty head.
     *
     * @param id in ASCII
     */
    void writeTo(RequestHead head, byte[] id);

    /** Writes the body, if there is one, behind its head; neither ends nor flushes the request. */
    void writeBody(UpstreamStream stream, ByteBufAllocator allocator);

    /**
     * Somebody to read one answer to it.
     *
     * @param down whether the server is down, so that it cannot be drained
     */
    Answer answer(boolean down);
}
