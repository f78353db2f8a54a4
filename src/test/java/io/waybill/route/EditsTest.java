package io.waybill.route;

import static io.waybill.route.RequestHeads.head;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.waybill.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EditsTest {

    @ParameterizedTest
    @CsvSource({
        "/v1,   ,      /v1/users, /users",
        "/v1/,  ,      /v1/users, /users",
        "/v1/,  ,      /v1/,      /",
        "/v1/,  ,      /v1,       /",
        "/v1,   ,      /v1beta,   /v1beta",
        "/v1,   ,      /v2/users, /v2/users",
        "/v1,   /api,  /v1/users, /api/users",
        "/v1,   /api/, /v1,       /api/",
        ",      /api,  /users,    /api/users",
        ",      /api/, /,         /api/",
        "/v1,   /api,  /v2,       /api/v2",
        "/,     ,      /v1,       /v1",
        "/v1,   /api,  *,         *",
    })
    void prefixesOfPathsAreExchangedByWholeSegments(
            @Nullable String strip, @Nullable String add, String path, String expected) {
        RequestHead head = head("OPTIONS", "a", path + (path.equals("*") ? "" : "?q=/v1/"));
        RequestEdits.of(strip, add, FieldEdits.NONE).applyTo(head);
        String prefix = new String(head.pathPrefix(), StandardCharsets.US_ASCII);
        assertEquals(expected, prefix + head.text(head.targetStart() + head.pathSkip(), head.pathEnd()));
    }

    @Test
    void fieldsAreRemovedAndReplaced() {
        RequestHead head = head("GET", "a", "/", "X-Old: 1", "Keep: 2", "x-new: client", "X-OLD: 3");
        RequestEdits.of(null, null, FieldEdits.of(Map.of("X-New", "ours; a=\"b\""), List.of("x-old")))
                .applyTo(head);
        assertEquals("Host: a\r\nKeep: 2\r\nX-New: ours; a=\"b\"\r\n", fields(head));
    }

    @Test
    void withoutEditsAHeadStaysAsItIs() {
        RequestHead head = head("GET", "a", "/x", "B: c");
        RequestEdits.NONE.applyTo(head);
        assertEquals("Host: a\r\nB: c\r\n", fields(head));
        assertEquals(0, head.pathSkip());
        assertEquals(0, head.pathPrefix().length);
        assertTrue(FieldEdits.of(Map.of(), List.of()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nB: c", "a\nb", "a\rb", "a\0b", "\u007f"})
    void valuesThatWouldBreakAHeadAreRefused(String value) {
        assertThrows(IllegalArgumentException.class, () -> FieldEdits.of(Map.of("A", value), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A b", "A:", "A\r\n"})
    void namesThatWouldBreakAHeadAreRefused(String name) {
        assertThrows(IllegalArgumentException.class, () -> FieldEdits.of(Map.of(name, "c"), List.of()));
        assertThrows(IllegalArgumentException.class, () -> FieldEdits.of(Map.of(), List.of(name)));
    }

    @ParameterizedTest
    @CsvSource({
        "https://{host}{path}{query},  example.com:80, /a/b?c=d, https://example.com/a/b?c=d",
        "https://{host}{path}{query},  [::1]:80,       /a,       https://[::1]/a",
        "https://www.example.com/,     a,              /b?c,     https://www.example.com/",
        "{path}/{query},               a,              /b?c,     /b/?c",
        "{path},                       a,              //evil.example/x, /evil.example/x",
        "{path},                       a,              ///,      /",
        "{path},                       a,              *,        /",
        "https://a{path},              a,              //x,      https://a//x",
        "https://a{path},              a,              *,        https://a/",
    })
    void placesOfALocationAreFilledFromTheRequest(String template, String host, String target, String expected) {
        byte[] location = LocationTemplate.of(template).expand(head("OPTIONS", host, target));
        assertArrayEquals(expected.getBytes(StandardCharsets.US_ASCII), location);
    }

    @Test
    void anUnknownPlaceInALocationIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> LocationTemplate.of("https://{hots}/"));
    }

    private static String fields(RequestHead head) {
        ByteBuf out = Unpooled.buffer();
        try {
            head.fields().writeTo(out);
            return out.toString(StandardCharsets.US_ASCII);
        } finally {
            out.release();
        }
    }
}
