package io.waybill.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldNameTest {

    private static final List<FieldName> KNOWN = List.of(
            FieldName.TE,
            FieldName.VIA,
            FieldName.HOST,
            FieldName.UPGRADE,
            FieldName.LOCATION,
            FieldName.CONNECTION,
            FieldName.CONTENT_LENGTH,
            FieldName.CONTENT_RANGE,
            FieldName.HTTP2_SETTINGS,
            FieldName.TRANSFER_ENCODING,
            FieldName.X_FORWARDED_FOR,
            FieldName.X_FORWARDED_PROTO,
            FieldName.X_UNIQUE_REQUEST_ID);

    @Test
    void wellKnownNamesAreFoundInAnyCase() {
        for (FieldName name : KNOWN) {
            assertSame(name, FieldName.of(name.text()));
            assertSame(name, FieldName.of(name.text().toUpperCase(Locale.ROOT)));
            assertSame(name, FieldName.of(name.text().toLowerCase(Locale.ROOT)));
            assertTrue(name.isWellKnown());
        }
    }

    @Test
    void nameWithOneOtherCharacterIsAnotherName() {
        for (FieldName name : KNOWN) {
            for (int i = 0; i < name.text().length(); i++) {
                for (char c = '!'; c < 0x7f; c++) {
                    String other = name.text().substring(0, i) + c + name.text().substring(i + 1);
                    byte[] bytes = other.getBytes(StandardCharsets.US_ASCII);
                    boolean same = other.equalsIgnoreCase(name.text());
                    assertEquals(same, name.matches(bytes, 0, bytes.length), other);
                    if (Tokens.isToken(bytes, 0, bytes.length) && !same) {
                        assertNotEquals(name, FieldName.of(other));
                        assertFalse(
                                FieldName.of(other).isWellKnown()
                                        && FieldName.of(other).equals(name),
                                other);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:", "a\r\nb", "\u00e9", "a\0", "(a)"})
    void onlyATokenIsAName(String text) {
        assertThrows(IllegalArgumentException.class, () -> FieldName.of(text));
    }
}
