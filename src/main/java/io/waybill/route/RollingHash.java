package io.waybill.route;

import io.waybill.http.Tokens;

/**
 * A hash of bytes that can be taken back byte by byte: one pass over a path gives the hash of each of its prefixes, from
 * the longest to the shortest, and one over a host that of each of its suffixes. All of it modulo 2^32.
 */
final class RollingHash {

    /** Odd, and so with an inverse. */
    private static final int MULTIPLIER = 0x01000193;

    private static final int INVERSE = inverse(MULTIPLIER);

    private RollingHash() {}

    /** Newton's iteration: each round doubles the number of bits that are right, beginning with three. */
    private static int inverse(int odd) {
        int inverse = odd;
        for (int round = 0; round < 4; round++) {
            inverse *= 2 - odd * inverse;
        }
        return inverse;
    }

    static int add(int hash, byte next) {
        return hash * MULTIPLIER + (next & 0xff);
    }

    /** The hash before {@code last} was added to it. */
    static int takeBack(int hash, byte last) {
        return (hash - (last & 0xff)) * INVERSE;
    }

    /** Of a path, its first byte first. */
    static int ofPath(byte[] bytes, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = add(hash, bytes[i]);
        }
        return hash;
    }

    /** Of a host in lower case, its last byte first: so the first bytes can be taken back. */
    static int ofHost(byte[] bytes, int start, int end) {
        int hash = 0;
        for (int i = end - 1; i >= start; i--) {
            hash = add(hash, Tokens.lowerCase(bytes[i]));
        }
        return hash;
    }
}
