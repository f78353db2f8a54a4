package io.waybill.route;

/** Where the host is in an authority: without port, and without the dot of a fully qualified name. */
final class HostName {

    private HostName() {}

    /** Where the host ends and the port, if any, begins. A literal IPv6 address keeps its brackets. */
    static int portStart(byte[] bytes, int start, int end) {
        int at = start;
        if (start < end && bytes[start] == '[') {
            while (at < end && bytes[at] != ']') {
                at++;
            }
        }
        while (at < end && bytes[at] != ':') {
            at++;
        }
        return at;
    }

    /** Where the host ends that routes are compared with: {@code example.com.} is {@code example.com}. */
    static int end(byte[] bytes, int start, int end) {
        int portStart = portStart(bytes, start, end);
        return portStart > start && bytes[portStart - 1] == '.' ? portStart - 1 : portStart;
    }
}
