package io.waybill.net;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.waybill.config.TicketsConfig;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The keys that session tickets of one listener are sealed with: those of a file, which do not change, or keys of this
 * process, of which the newest seals and the two before it still open. Safe from any thread.
 */
final class TicketKeys {

    private static final int PART = OpenSslSessionTicketKey.NAME_SIZE;
    private static final int KEPT = 3;

    private final SecureRandom random = new SecureRandom();
    private final long rotateNanos;
    private final AtomicLong dueNanos;
    private volatile List<OpenSslSessionTicketKey> keys;

    TicketKeys(TicketsConfig config, long nowNanos) {
        boolean own = config.keys().isEmpty();
        this.rotateNanos = own ? config.rotate().toNanos() : 0;
        this.dueNanos = new AtomicLong(nowNanos + rotateNanos);
        this.keys = own
                ? List.of(made())
                : config.keys().stream().map(TicketKeys::read).toList();
    }

    /** In the order in which nginx and HAProxy read such a key: its name, then the cipher's part, then the seal's. */
    private static OpenSslSessionTicketKey read(String base64) {
        return key(Base64.getDecoder().decode(base64));
    }

    private OpenSslSessionTicketKey made() {
        byte[] bytes = new byte[TicketsConfig.KEY_BYTES];
        random.nextBytes(bytes);
        return key(bytes);
    }

    private static OpenSslSessionTicketKey key(byte[] bytes) {
        return new OpenSslSessionTicketKey(
                Arrays.copyOf(bytes, PART),
                Arrays.copyOfRange(bytes, 2 * PART, 3 * PART),
                Arrays.copyOfRange(bytes, PART, 2 * PART));
    }

    /** The one that seals first. */
    OpenSslSessionTicketKey[] keys() {
        return keys.toArray(new OpenSslSessionTicketKey[0]);
    }

    /** Whether it is time for a new key. */
    boolean isDue(long nowNanos) {
        return rotateNanos > 0 && nowNanos - dueNanos.get() >= 0;
    }

    /**
     * Makes a new key, and as many as should have been made since it was time for one.
     *
     * @return all keys, the one that seals first; null if another thread is about to do the same
     */
    OpenSslSessionTicketKey @Nullable [] rotate(long nowNanos) {
        long due = dueNanos.get();
        if (!isDue(nowNanos) || !dueNanos.compareAndSet(due, nowNanos + rotateNanos)) {
            return null;
        }
        List<OpenSslSessionTicketKey> next = new ArrayList<>(keys);
        long missed = Math.min(KEPT, 1 + (nowNanos - due) / rotateNanos);
        for (int i = 0; i < missed; i++) {
            next.add(0, made());
        }
        keys = List.copyOf(next.subList(0, Math.min(KEPT, next.size())));
        return keys();
    }
}
