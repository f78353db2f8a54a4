package io.waybill.exchange;

import io.netty.buffer.ByteBuf;
import io.waybill.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * A response that Waybill makes itself. The head goes back to the loop's pool after use, the body to a client stream.
 *
 * @param body null where there is none, and for HEAD
 */
record LocalAnswer(ResponseHead head, @Nullable ByteBuf body) {}
