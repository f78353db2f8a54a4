package io.waybill.http;

import org.jspecify.annotations.Nullable;

/**
 * The head of a response, the same for every HTTP version. See {@link RequestHead} for how it holds its bytes. Confined
 * to one event loop.
 */
public final class ResponseHead {

    private static final int FIRST_CAPACITY = 1024;
    private static final int LEAST_STATUS = 100;
    private static final int MOST_STATUS = 599;

    private final FieldSection fields = new FieldSection(FIRST_CAPACITY);

    private int status;
    private int reasonStart;
    private int reasonEnd;
    private HttpVersion version = HttpVersion.HTTP_1_1;
    private long bodyLength;
    private long announcedLength;
    private boolean keepsAlive;
    private boolean endsByClose;
    private @Nullable Refusal refusal;

    ResponseHead() {}

    /** Forgets the response, keeps the arrays. */
    public void reset() {
        fields.reset();
        status = 0;
        reasonStart = 0;
        reasonEnd = 0;
        version = HttpVersion.HTTP_1_1;
        bodyLength = BodyLength.NONE;
        announcedLength = BodyLength.NONE;
        keepsAlive = false;
        endsByClose = false;
        refusal = null;
    }

    public FieldSection fields() {
        return fields;
    }

    public byte[] bytes() {
        return fields.bytes();
    }

    /** 100 to 599. */
    public int status() {
        return status;
    }

    public void status(int newStatus) {
        status = newStatus;
    }

    /** What three digits say at that place: 100 to 599, or −1. */
    public static int statusAt(byte[] bytes, int at) {
        int status = 0;
        for (int i = at; i < at + 3; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return -1;
            }
            status = status * 10 + bytes[i] - '0';
        }
        return status >= LEAST_STATUS && status <= MOST_STATUS ? status : -1;
    }

    public boolean isInformational() {
        return status < 200;
    }

    public int reasonStart() {
        return reasonStart;
    }

    public int reasonEnd() {
        return reasonEnd;
    }

    public void reason(int start, int end) {
        reasonStart = start;
        reasonEnd = end;
    }

    /** The version that it came by. */
    public HttpVersion version() {
        return version;
    }

    public void version(HttpVersion newVersion) {
        version = newVersion;
    }

    /** How long the body is that follows; see {@link BodyLength}. NONE for HEAD, 1xx, 204 and 304. */
    public long bodyLength() {
        return bodyLength;
    }

    public void bodyLength(long newBodyLength) {
        bodyLength = newBodyLength;
    }

    /** What Content-Length said, though no body follows (HEAD, 304); {@link BodyLength#NONE} if there was none. */
    public long announcedLength() {
        return announcedLength;
    }

    public void announcedLength(long newAnnouncedLength) {
        announcedLength = newAnnouncedLength;
    }

    /** Whether the server allows another request on its connection. */
    public boolean keepsAlive() {
        return keepsAlive;
    }

    public void keepsAlive(boolean newKeepsAlive) {
        keepsAlive = newKeepsAlive;
    }

    /** Whether the body ends where the server closes its connection; then its length is {@link BodyLength#UNKNOWN}. */
    public boolean endsByClose() {
        return endsByClose;
    }

    public void endsByClose(boolean newEndsByClose) {
        endsByClose = newEndsByClose;
    }

    public @Nullable Refusal refusal() {
        return refusal;
    }

    public void refuse(Refusal reason) {
        refusal = reason;
    }
}
