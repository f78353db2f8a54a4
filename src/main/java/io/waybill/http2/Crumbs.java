package io.waybill.http2;

import io.netty.util.AsciiString;
import io.waybill.http.FieldSection;
import io.waybill.http.Refusal;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The Cookie fields of one block, which HTTP/2 may cut into crumbs so that each compresses for itself: they are one field
 * to everybody else (RFC 9113, section 8.2.3). Confined to one event loop.
 */
final class Crumbs {

    private static final AsciiString COOKIE = AsciiString.cached("cookie");
    private static final byte[] NAME = {'c', 'o', 'o', 'k', 'i', 'e', ':', ' '};

    private @Nullable AsciiString[] crumbs = new @Nullable AsciiString[4];
    private int count;
    private int bytes;

    void reset() {
        Arrays.fill(crumbs, 0, count, null);
        count = 0;
        bytes = 0;
    }

    /** Whether a name is Cookie, in lower case as it must be. */
    static boolean isCookie(AsciiString name) {
        return name.length() == COOKIE.length() && name.byteAt(0) == 'c' && COOKIE.equals(name);
    }

    int count() {
        return count;
    }

    void add(AsciiString crumb) {
        if (count == crumbs.length) {
            crumbs = Arrays.copyOf(crumbs, count * 2);
        }
        crumbs[count++] = crumb;
        bytes += crumb.length() + 2;
    }

    /** Adds them to the section as one line, joined by {@code "; "}; nothing if there are none. */
    @Nullable
    Refusal writeTo(FieldSection fields) {
        if (count == 0) {
            return null;
        }
        int start = fields.filled();
        byte[] out = fields.room(NAME.length + bytes);
        System.arraycopy(NAME, 0, out, start, NAME.length);
        int at = start + NAME.length;
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                out[at++] = ';';
                out[at++] = ' ';
            }
            at = FieldIntake.copy(crumbs[i], out, at);
        }
        return FieldIntake.finishLine(fields, start, NAME.length - 2, at);
    }
}
