package io.waybill.config;

/**
 * How requests get their tracking number, as written under {@code requestId}. Immutable.
 *
 * @param header the field that carries it, spelled as it is sent
 * @param trust whose IDs are kept when they arrive; the address is that of the connection
 */
public record RequestIdConfig(String header, CidrSet trust) {

    static final String HEADER = "X-Unique-Request-Id";

    /** What holds when the file says nothing: {@code X-Unique-Request-Id}, kept whoever sends it. */
    public static RequestIdConfig standard() {
        return new RequestIdConfig(HEADER, CidrSet.ANY);
    }
}
