package io.waybill.http;

import org.jspecify.annotations.Nullable;

/**
 * Which fields may stand in a trailer section (RFC 9110, section 6.5.1). Those that would change where the message ends
 * or where it goes are an attack and refused; those that a reader must know before the body are left out.
 */
public final class TrailerRules {

    private static final FieldName[] REFUSED = {
        FieldName.CONTENT_LENGTH, FieldName.TRANSFER_ENCODING, FieldName.HOST, FieldName.TRAILER, FieldName.CONNECTION
    };

    private static final FieldName[] LEFT_OUT = {
        FieldName.AGE,
        FieldName.AUTHORIZATION,
        FieldName.CACHE_CONTROL,
        FieldName.CONTENT_ENCODING,
        FieldName.CONTENT_RANGE,
        FieldName.CONTENT_TYPE,
        FieldName.COOKIE,
        FieldName.DATE,
        FieldName.EXPECT,
        FieldName.FORWARDED,
        FieldName.HTTP2_SETTINGS,
        FieldName.KEEP_ALIVE,
        FieldName.LOCATION,
        FieldName.MAX_FORWARDS,
        FieldName.PROXY_AUTHENTICATE,
        FieldName.PROXY_AUTHORIZATION,
        FieldName.PROXY_CONNECTION,
        FieldName.RANGE,
        FieldName.RETRY_AFTER,
        FieldName.SET_COOKIE,
        FieldName.TE,
        FieldName.UPGRADE,
        FieldName.VIA,
        FieldName.WWW_AUTHENTICATE,
        FieldName.X_FORWARDED_FOR,
        FieldName.X_FORWARDED_HOST,
        FieldName.X_FORWARDED_PORT,
        FieldName.X_FORWARDED_PROTO,
        FieldName.X_UNIQUE_REQUEST_ID
    };

    private TrailerRules() {}

    /**
     * Leaves out of a complete trailer section what does not belong there. A request ID in another field than {@link
     * FieldName#X_UNIQUE_REQUEST_ID} is for the caller to remove.
     *
     * @return null, or why the message is refused
     */
    public static @Nullable Refusal apply(FieldSection trailers) {
        for (FieldName name : REFUSED) {
            if (trailers.nextSpelling(name, -1) >= 0) {
                return Refusal.TRAILER;
            }
        }
        for (FieldName name : LEFT_OUT) {
            trailers.removeAllSpellings(name);
        }
        return null;
    }
}
