package io.waybill.route;

import io.waybill.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a route changes in a request: first the prefix of its path, then its fields. Whole segments only: stripping
 * {@code /v1} makes {@code /v1/users} to {@code /users} and {@code /v1} to {@code /}, and leaves {@code /v1beta} alone.
 * Immutable: the arrays are not to be changed.
 *
 * @param stripPrefix taken off the path if the path begins with it; without a slash at its end; empty for nothing
 * @param addPrefix put before what is left; without a slash at its end; empty for nothing
 * @param addPrefixAndSlash the same with a slash, for a path of which nothing is left
 * @param fields what is changed in the fields
 */
public record RequestEdits(byte[] stripPrefix, byte[] addPrefix, byte[] addPrefixAndSlash, FieldEdits fields) {

    /** Changes nothing. */
    public static final RequestEdits NONE = of(null, null, FieldEdits.NONE);

    /** Prefixes as they are written in the configuration, with or without a slash at the end; null for none. */
    public static RequestEdits of(@Nullable String stripPrefix, @Nullable String addPrefix, FieldEdits fields) {
        String added = withoutSlash(addPrefix);
        return new RequestEdits(bytes(withoutSlash(stripPrefix)), bytes(added), bytes(added + "/"), fields);
    }

    private static String withoutSlash(@Nullable String prefix) {
        if (prefix == null) {
            return "";
        }
        return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Records the edits in {@code head}; to be called once for each head. */
    public void applyTo(RequestHead head) {
        // The target of OPTIONS * is no path: it stays.
        boolean hasPath = head.targetStart() < head.pathEnd() && head.bytes()[head.targetStart()] == '/';
        if (hasPath && (stripPrefix.length > 0 || addPrefix.length > 0)) {
            int skipped = isStripped(head) ? stripPrefix.length : 0;
            boolean nothingLeft = head.targetStart() + skipped == head.pathEnd();
            head.rewritePath(nothingLeft ? addPrefixAndSlash : addPrefix, skipped);
        }
        fields.applyTo(head.fields());
    }

    private boolean isStripped(RequestHead head) {
        byte[] bytes = head.bytes();
        int start = head.targetStart();
        int end = start + stripPrefix.length;
        return end <= head.pathEnd()
                && Arrays.equals(bytes, start, end, stripPrefix, 0, stripPrefix.length)
                && (end == head.pathEnd() || bytes[end] == '/');
    }
}
