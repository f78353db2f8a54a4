package io.waybill.accesslog;

/**
 * Lines as bytes, one behind the other, in one array. Text that came from outside is escaped, so that it cannot end a
 * line or a quoted field, and cut where it would make a line longer than {@link #MOST_BYTES}. The caller sees to it that
 * {@link #hasRoom} before a line begins. Owned by one thread at a time.
 */
final class Line {

    /** No line is longer than this: the sum of what each field may take, with a margin. */
    static final int MOST_BYTES = 16 * 1024;

    static final int MOST_TARGET_BYTES = 8 * 1024;
    static final int MOST_FIELD_BYTES = 1024;
    static final int MOST_NAME_BYTES = 256;

    private static final byte[] LOWER_HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final byte[] UPPER_HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'
    };
    private static final int LONGEST_ESCAPE = 6;
    private static final long NANOS_PER_MICRO = 1000;
    private static final long MICROS_PER_MILLI = 1000;

    private final byte[] bytes;
    private int length;
    private int lines;

    Line(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** How many lines were ended. */
    int lines() {
        return lines;
    }

    boolean hasRoom() {
        return bytes.length - length >= MOST_BYTES;
    }

    void clear() {
        length = 0;
        lines = 0;
    }

    void end() {
        bytes[length++] = '\n';
        lines++;
    }

    void put(char c) {
        bytes[length++] = (byte) c;
    }

    void put(byte[] source) {
        System.arraycopy(source, 0, bytes, length, source.length);
        length += source.length;
    }

    /** Text of our own, in ASCII and nothing to escape. */
    void put(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
    }

    void putNumber(long number) {
        if (number < 0) {
            bytes[length++] = '-';
            putDigits(-number, digitsOf(-number));
        } else {
            putDigits(number, digitsOf(number));
        }
    }

    /** With leading zeros; {@code number} has no more digits than that and is not negative. */
    void putDigits(long number, int digits) {
        long rest = number;
        for (int i = length + digits - 1; i >= length; i--) {
            long quotient = rest / 10;
            bytes[i] = (byte) ('0' + (rest - quotient * 10));
            rest = quotient;
        }
        length += digits;
    }

    /** Milliseconds with up to three decimals, zeros at the end left off; −1 for a step that was not reached. */
    void putMillis(long nanos) {
        if (nanos < 0) {
            put("-1");
            return;
        }
        long micros = nanos / NANOS_PER_MICRO;
        putNumber(micros / MICROS_PER_MILLI);
        int decimals = (int) (micros % MICROS_PER_MILLI);
        if (decimals == 0) {
            return;
        }
        put('.');
        if (decimals % 100 == 0) {
            putDigits(decimals / 100, 1);
        } else if (decimals % 10 == 0) {
            putDigits(decimals / 10, 2);
        } else {
            putDigits(decimals, 3);
        }
    }

    private static int digitsOf(long number) {
        int digits = 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** Controls, quotes, backslashes, DEL and all beyond ASCII as {@code \xHH}; cut before {@code most} bytes of output. */
    void putEscaped(byte[] source, int start, int end, int most) {
        int last = length + most - LONGEST_ESCAPE;
        for (int i = start; i < end && length <= last; i++) {
            int b = source[i] & 0xff;
            if (isPlain(b)) {
                bytes[length++] = (byte) b;
            } else {
                putEscape(b);
            }
        }
    }

    /** The same for a name of the configuration or words of ours, which may be beyond ASCII. */
    void putEscaped(String text, int most) {
        int last = length + most - LONGEST_ESCAPE;
        for (int i = 0; i < text.length() && length <= last; i++) {
            char c = text.charAt(i);
            if (isPlain(c)) {
                bytes[length++] = (byte) c;
            } else if (c <= 0xff) {
                putEscape(c);
            } else {
                put('?');
            }
        }
    }

    private void putEscape(int b) {
        bytes[length++] = '\\';
        bytes[length++] = 'x';
        bytes[length++] = UPPER_HEX[b >> 4];
        bytes[length++] = UPPER_HEX[b & 0xf];
    }

    /** For a JSON string, in ASCII: a byte beyond it is the character of that number, as fields of HTTP are read. */
    void putJson(byte[] source, int start, int end, int most) {
        int last = length + most - LONGEST_ESCAPE;
        for (int i = start; i < end && length <= last; i++) {
            putJsonChar((char) (source[i] & 0xff));
        }
    }

    /** For a JSON string, in ASCII. */
    void putJson(String text, int most) {
        int last = length + most - LONGEST_ESCAPE;
        for (int i = 0; i < text.length() && length <= last; i++) {
            putJsonChar(text.charAt(i));
        }
    }

    private void putJsonChar(char c) {
        if (isPlain(c)) {
            bytes[length++] = (byte) c;
        } else if (c == '"' || c == '\\') {
            bytes[length++] = '\\';
            bytes[length++] = (byte) c;
        } else {
            bytes[length++] = '\\';
            bytes[length++] = 'u';
            for (int shift = 12; shift >= 0; shift -= 4) {
                bytes[length++] = LOWER_HEX[c >> shift & 0xf];
            }
        }
    }

    private static boolean isPlain(int c) {
        return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
    }
}
