package io.waybill.requestid;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The request IDs of one process: hands every event loop its {@link RequestIdGenerator} and gives out the 32-bit hashes
 * that their IDs begin with. Two hashes of one process differ, by construction and without a memory of those made: the
 * hash of the n-th block of IDs is a permutation of n. Which permutation is drawn from a digest of node, process and a
 * random nonce, so two processes agree on a hash within one second only by a chance of one in four billion. Safe from
 * any thread.
 */
public final class RequestIds {

    /** The longest ID that is accepted from elsewhere. */
    public static final int MOST_CHARACTERS = 200;

    private static final int NONCE_BYTES = 16;
    private static final int ROUNDS = 4;
    private static final int HALF_BITS = 16;
    private static final int HALF_MASK = 0xffff;

    private static final boolean[] ACCEPTED = accepted();

    private final int[] roundKeys = new int[ROUNDS];
    private final AtomicInteger blocks = new AtomicInteger();
    private final LongSupplier epochSecond;

    /** @param node name of this instance, as in the configuration */
    public RequestIds(String node) {
        this(node, () -> System.currentTimeMillis() / 1000);
    }

    RequestIds(String node, LongSupplier epochSecond) {
        this.epochSecond = epochSecond;
        byte[] nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        MessageDigest digest = sha256();
        digest.update(node.getBytes(StandardCharsets.UTF_8));
        digest.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(ProcessHandle.current().pid())
                .putLong(System.nanoTime())
                .array());
        digest.update(nonce);
        ByteBuffer key = ByteBuffer.wrap(digest.digest());
        for (int i = 0; i < ROUNDS; i++) {
            roundKeys[i] = key.getInt();
        }
    }

    /** A generator for one event loop; never give it to two. */
    public RequestIdGenerator forLoop() {
        return new RequestIdGenerator(this);
    }

    /** A hash that this process has not used before; the first four billion times. */
    int nextHash() {
        return permute(blocks.getAndIncrement());
    }

    long epochSecond() {
        return epochSecond.getAsLong();
    }

    /** A Feistel network: whatever the round function is, different numbers become different numbers. */
    private int permute(int number) {
        int left = number >>> HALF_BITS;
        int right = number & HALF_MASK;
        for (int key : roundKeys) {
            int mixed = (right + key) * 0x9E3779B1;
            mixed ^= mixed >>> 15;
            mixed *= 0x85EBCA77;
            int next = left ^ (mixed >>> HALF_BITS);
            left = right;
            right = next;
        }
        return left << HALF_BITS | right;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether a value that arrived may be kept as an ID: 1 to 200 bytes of {@code [A-Za-z0-9._:/+=@~-]}. */
    public static boolean isAcceptable(byte[] bytes, int start, int end) {
        if (end <= start || end - start > MOST_CHARACTERS) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (!ACCEPTED[bytes[i] & 0xff]) {
                return false;
            }
        }
        return true;
    }

    private static boolean[] accepted() {
        boolean[] accepted = new boolean[256];
        for (char c = '0'; c <= 'z'; c++) {
            accepted[c] = c <= '9' || (c >= 'A' && c <= 'Z') || c >= 'a';
        }
        for (char c : "._:/+=@~-".toCharArray()) {
            accepted[c] = true;
        }
        return accepted;
    }
}
