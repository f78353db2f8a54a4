package io.waybill.health;

import io.netty.buffer.ByteBuf;
import io.waybill.http.FieldSection;
import io.waybill.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * An answer whose status, and perhaps body, is as expected or not. The whole answer is read, so that the connection can
 * serve the next check as well, unless it is longer than {@value #MOST_BODY_BYTES} bytes. Confined to one event loop.
 */
final class HttpAnswer implements Answer {

    static final int MOST_BODY_BYTES = 1 << 20;

    private final Expectation expectation;
    private final boolean down;
    private final @Nullable BodySample sample;
    private boolean large;
    private long bodyBytes;
    private int status;

    HttpAnswer(Expectation expectation, boolean down) {
        this.expectation = expectation;
        this.down = down;
        this.sample = expectation.readsBody() ? new BodySample() : null;
    }

    @Override
    public boolean head(ResponseHead head) {
        status = head.status();
        large = head.bodyLength() > MOST_BODY_BYTES;
        return large && sample == null;
    }

    @Override
    public boolean data(ByteBuf data) {
        bodyBytes += data.readableBytes();
        boolean enough = bodyBytes > MOST_BODY_BYTES;
        if (sample != null) {
            sample.add(data);
            enough |= large && sample.isFull();
        }
        return enough;
    }

    @Override
    public Verdict verdict(@Nullable FieldSection trailers) {
        return expectation.verdict(status, sample, down);
    }

    @Override
    public int status() {
        return status;
    }
}
