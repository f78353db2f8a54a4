package io.waybill.http2;

import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/**
 * Headers to Netty that hold none of what Netty's headers hold: their fields are in a flat head. With {@link
 * io.netty.handler.codec.EmptyHeaders} all that is left to write of an {@link Http2Headers} is what differs.
 */
interface FieldsElsewhere extends Http2Headers {

    @Override
    default Http2Headers method(CharSequence value) {
        throw new UnsupportedOperationException("read only");
    }

    @Override
    default Http2Headers scheme(CharSequence value) {
        throw new UnsupportedOperationException("read only");
    }

    @Override
    default Http2Headers authority(CharSequence value) {
        throw new UnsupportedOperationException("read only");
    }

    @Override
    default Http2Headers path(CharSequence value) {
        throw new UnsupportedOperationException("read only");
    }

    @Override
    default Http2Headers status(CharSequence value) {
        throw new UnsupportedOperationException("read only");
    }

    @Override
    default @Nullable CharSequence method() {
        return null;
    }

    @Override
    default @Nullable CharSequence scheme() {
        return null;
    }

    @Override
    default @Nullable CharSequence authority() {
        return null;
    }

    @Override
    default @Nullable CharSequence path() {
        return null;
    }

    @Override
    default @Nullable CharSequence status() {
        return null;
    }

    @Override
    default boolean contains(CharSequence name, CharSequence value, boolean caseInsensitive) {
        return false;
    }
}
