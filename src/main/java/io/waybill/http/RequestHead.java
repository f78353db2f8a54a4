package io.waybill.http;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request, the same for every HTTP version: method, target, authority and fields as positions in one flat
 * byte array, that of {@link #fields}. Filled by a parser, edited by a rewriter, written by the side that sends. Taken
 * from and given back to {@link HeadPool}. Confined to one event loop.
 */
public final class RequestHead {

    private static final int FIRST_CAPACITY = 2048;
    private static final byte[] NO_BYTES = {};

    private final FieldSection fields = new FieldSection(FIRST_CAPACITY);

    private Method method = Method.OTHER;
    private int methodStart;
    private int methodEnd;
    private int targetStart;
    private int pathEnd;
    private int targetEnd;
    private int authorityStart;
    private int authorityEnd;
    private HttpVersion version = HttpVersion.HTTP_1_1;
    private long bodyLength;
    private boolean keepsAlive;
    private boolean expectsContinue;
    private boolean upgrades;
    private boolean acceptsTrailers;
    private byte[] pathPrefix = NO_BYTES;
    private int pathSkip;
    private @Nullable Refusal refusal;

    RequestHead() {}

    /** Forgets the request, keeps the arrays. */
    public void reset() {
        fields.reset();
        method = Method.OTHER;
        methodStart = 0;
        methodEnd = 0;
        targetStart = 0;
        pathEnd = 0;
        targetEnd = 0;
        authorityStart = 0;
        authorityEnd = 0;
        version = HttpVersion.HTTP_1_1;
        bodyLength = BodyLength.NONE;
        keepsAlive = false;
        expectsContinue = false;
        upgrades = false;
        acceptsTrailers = false;
        pathPrefix = NO_BYTES;
        pathSkip = 0;
        refusal = null;
    }

    public FieldSection fields() {
        return fields;
    }

    /** The array that all positions of this head point into. */
    public byte[] bytes() {
        return fields.bytes();
    }

    public Method method() {
        return method;
    }

    public int methodStart() {
        return methodStart;
    }

    public int methodEnd() {
        return methodEnd;
    }

    public void method(int start, int end) {
        methodStart = start;
        methodEnd = end;
        method = Method.of(bytes(), start, end);
    }

    /** Where the path begins (origin-form), or the {@code *} of {@code OPTIONS *}. */
    public int targetStart() {
        return targetStart;
    }

    /** Where the path ends: at the {@code ?} or at the end of the target. */
    public int pathEnd() {
        return pathEnd;
    }

    /** Where path and query end. */
    public int targetEnd() {
        return targetEnd;
    }

    /** Path and query in origin-form, normalised: what routing, rules and forwarding all use. */
    public void target(int start, int newPathEnd, int end) {
        targetStart = start;
        pathEnd = newPathEnd;
        targetEnd = end;
    }

    /** Where host and port begin: those of an absolute target, else of Host. */
    public int authorityStart() {
        return authorityStart;
    }

    /** Where host and port end; equal to the start if the request names none. */
    public int authorityEnd() {
        return authorityEnd;
    }

    public void authority(int start, int end) {
        authorityStart = start;
        authorityEnd = end;
    }

    /** The version that it came by. */
    public HttpVersion version() {
        return version;
    }

    public void version(HttpVersion newVersion) {
        version = newVersion;
    }

    /** See {@link BodyLength}. */
    public long bodyLength() {
        return bodyLength;
    }

    public void bodyLength(long newBodyLength) {
        bodyLength = newBodyLength;
    }

    public boolean hasBody() {
        return bodyLength > 0 || bodyLength == BodyLength.UNKNOWN;
    }

    /** Whether the client allows another request on its connection. */
    public boolean keepsAlive() {
        return keepsAlive;
    }

    public void keepsAlive(boolean newKeepsAlive) {
        keepsAlive = newKeepsAlive;
    }

    /** Whether the client waits for a 100 before it sends the body. */
    public boolean expectsContinue() {
        return expectsContinue;
    }

    public void expectsContinue(boolean newExpectsContinue) {
        expectsContinue = newExpectsContinue;
    }

    /**
     * Whether the client asks for another protocol that may be passed on, which Upgrade names; never with a body, and
     * never for h2c. An extended CONNECT of HTTP/2 (RFC 8441) is held like the GET of HTTP/1.1 that asks for the same.
     */
    public boolean upgrades() {
        return upgrades;
    }

    public void upgrades(boolean newUpgrades) {
        upgrades = newUpgrades;
    }

    /** Whether the client said that it keeps trailers ({@code TE: trailers}; RFC 9110, section 10.1.4). */
    public boolean acceptsTrailers() {
        return acceptsTrailers;
    }

    public void acceptsTrailers(boolean newAcceptsTrailers) {
        acceptsTrailers = newAcceptsTrailers;
    }

    /** Why the head was refused, or null. */
    public @Nullable Refusal refusal() {
        return refusal;
    }

    public void refuse(Refusal reason) {
        refusal = reason;
    }

    /** Sends {@code prefix} in place of the first {@code skip} bytes of the path. */
    public void rewritePath(byte[] prefix, int skip) {
        pathPrefix = prefix;
        pathSkip = skip;
    }

    public byte[] pathPrefix() {
        return pathPrefix;
    }

    public int pathSkip() {
        return pathSkip;
    }

    /** Makes a string: not for the path of a plain request. */
    public String text(int start, int end) {
        return new String(bytes(), start, end - start, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return text(methodStart, methodEnd) + " " + text(targetStart, targetEnd);
    }
}
