package io.waybill.health;

import io.netty.buffer.ByteBuf;
import io.waybill.http.FieldSection;
import io.waybill.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/** One answer of a server, while it comes. Order of calls: as its parts are declared. Confined to one event loop. */
interface Answer {

    /** @return whether no more of the answer is wanted: {@link #verdict} is asked for, without trailers */
    boolean head(ResponseHead head);

    /**
     * @param data stays the caller's
     * @return as for {@link #head}
     */
    boolean data(ByteBuf data);

    /** @param trailers null if there are none */
    Verdict verdict(@Nullable FieldSection trailers);

    /** Of the head; 0 before it has come. */
    int status();
}
