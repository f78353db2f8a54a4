package io.waybill.requestid;

/**
 * Makes the request IDs of one event loop: {@code CA0A4BD6-4E9F4258-198691}, that is a hash, the second in which the hash
 * was made, both in upper-case hexadecimal, and a decimal counter that starts at 1. After {@value #MOST_PER_HASH} IDs
 * hash and second are made anew. Confined to one event loop.
 */
public final class RequestIdGenerator {

    /** The counter's limit. */
    public static final int MOST_PER_HASH = 1_000_000;

    private static final int HASH_DIGITS = 8;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};

    private final RequestIds process;

    private byte[] prefix = {};
    private int counter = MOST_PER_HASH;
    private int digits;
    private int nextPowerOfTen;

    RequestIdGenerator(RequestIds process) {
        this.process = process;
    }

    /** An ID that was never given out before, in ASCII. The array is the only thing allocated and is the caller's. */
    public byte[] next() {
        if (counter == MOST_PER_HASH) {
            newPrefix();
        }
        counter++;
        if (counter == nextPowerOfTen) {
            nextPowerOfTen *= 10;
            digits++;
        }
        int prefixLength = prefix.length;
        byte[] id = new byte[prefixLength + digits];
        System.arraycopy(prefix, 0, id, 0, prefixLength);
        int rest = counter;
        for (int i = id.length - 1; i >= prefixLength; i--) {
            int quotient = rest / 10;
            id[i] = (byte) ('0' + (rest - quotient * 10));
            rest = quotient;
        }
        return id;
    }

    private void newPrefix() {
        long second = process.epochSecond();
        int secondDigits = Math.max(HASH_DIGITS, (Long.SIZE - Long.numberOfLeadingZeros(second) + 3) / 4);
        byte[] bytes = new byte[HASH_DIGITS + 1 + secondDigits + 1];
        putHex(process.nextHash() & 0xffffffffL, bytes, 0, HASH_DIGITS);
        bytes[HASH_DIGITS] = '-';
        putHex(second, bytes, HASH_DIGITS + 1, secondDigits);
        bytes[bytes.length - 1] = '-';
        prefix = bytes;
        counter = 0;
        digits = 1;
        nextPowerOfTen = 10;
    }

    private static void putHex(long value, byte[] bytes, int at, int length) {
        for (int i = 0; i < length; i++) {
            bytes[at + i] = HEX[(int) (value >>> (4 * (length - 1 - i))) & 0xf];
        }
    }
}
