package io.waybill.health;

import io.netty.buffer.ByteBufAllocator;
import io.waybill.exchange.UpstreamStream;
import io.waybill.http.RequestHead;

/** A request of the operator's choice. Immutable. */
record HttpQuestion(CheckRequest request, Expectation expectation) implements Question {

    @Override
    public void writeTo(RequestHead head, byte[] id) {
        request.writeTo(head, id);
    }

    @Override
    public void writeBody(UpstreamStream stream, ByteBufAllocator allocator) {}

    @Override
    public Answer answer(boolean down) {
        return new HttpAnswer(expectation, down);
    }
}
