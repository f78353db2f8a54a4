package io.waybill.route;

import io.waybill.http.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A hash table whose keys are looked up as ranges of bytes, by a {@link RollingHash} that the caller has. At most half
 * full, so that a search ends soon. Immutable.
 *
 * @param <V> what the keys lead to
 */
final class ByteTable<V> {

    /** 2^32 divided by the golden ratio: spreads hashes of similar keys over the upper bits. */
    private static final int SPREAD = 0x9E3779B9;

    private static final byte[] FREE = {};

    private final int[] hashes;
    private final byte[][] keys;
    private final @Nullable Object[] values;
    private final int shift;
    private final int longestKey;

    private ByteTable(int bits, int longestKey) {
        this.hashes = new int[1 << bits];
        this.keys = new byte[1 << bits][];
        this.values = new @Nullable Object[1 << bits];
        this.shift = Integer.SIZE - bits;
        this.longestKey = longestKey;
        Arrays.fill(keys, FREE);
    }

    /** Keys are paths: they are hashed by {@link RollingHash#ofPath} and compared byte by byte. */
    static <V> ByteTable<V> ofPaths(Map<String, V> entries) {
        ByteTable<V> table = sized(entries);
        entries.forEach((path, value) -> {
            byte[] key = path.getBytes(StandardCharsets.ISO_8859_1);
            table.put(key, RollingHash.ofPath(key, 0, key.length), value);
        });
        return table;
    }

    /** Keys are hosts in lower case: they are hashed by {@link RollingHash#ofHost} and compared in any case. */
    static <V> ByteTable<V> ofHosts(Map<String, V> entries) {
        ByteTable<V> table = sized(entries);
        entries.forEach((host, value) -> {
            byte[] key = host.getBytes(StandardCharsets.ISO_8859_1);
            table.put(key, RollingHash.ofHost(key, 0, key.length), value);
        });
        return table;
    }

    private static <V> ByteTable<V> sized(Map<String, V> entries) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, entries.size() * 2 - 1));
        int longest = entries.keySet().stream().mapToInt(String::length).max().orElse(0);
        return new ByteTable<>(bits, longest);
    }

    private void put(byte[] key, int hash, V value) {
        if (key.length == 0) {
            throw new IllegalArgumentException("found an empty key, expected a host or a path");
        }
        int slot = slot(hash);
        while (keys[slot] != FREE) {
            slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = key;
        hashes[slot] = hash;
        values[slot] = value;
    }

    private int slot(int hash) {
        return ((hash ^ hash >>> 15) * SPREAD) >>> shift;
    }

    boolean isEmpty() {
        return longestKey == 0;
    }

    /** Bytes of the longest key; 0 if there is none. */
    int longestKey() {
        return longestKey;
    }

    /** The value of the key that the range spells exactly, or null. */
    @Nullable
    V path(byte[] bytes, int start, int end, int hash) {
        for (int slot = slot(hash); keys[slot] != FREE; slot = (slot + 1) & (keys.length - 1)) {
            byte[] key = keys[slot];
            if (hashes[slot] == hash && Arrays.equals(bytes, start, end, key, 0, key.length)) {
                return value(slot);
            }
        }
        return null;
    }

    /** The value of the key that the range spells in any case, or null. */
    @Nullable
    V host(byte[] bytes, int start, int end, int hash) {
        for (int slot = slot(hash); keys[slot] != FREE; slot = (slot + 1) & (keys.length - 1)) {
            if (hashes[slot] == hash && isHost(bytes, start, end, keys[slot])) {
                return value(slot);
            }
        }
        return null;
    }

    private static boolean isHost(byte[] bytes, int start, int end, byte[] lowerCase) {
        if (end - start != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (Tokens.lowerCase(bytes[start + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** Only {@link #put} writes the array, and it takes a V. */
    @SuppressWarnings("unchecked")
    private @Nullable V value(int slot) {
        return (V) values[slot];
    }
}
