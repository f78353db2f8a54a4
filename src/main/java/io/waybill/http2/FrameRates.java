package io.waybill.http2;

import io.waybill.config.Http2Config;
import io.waybill.stats.ProtocolEvent;

/**
 * How many frames of each costly kind came within a second. A second begins with the first such frame after the last one
 * was over, so that a quiet connection costs nothing. Confined to one event loop.
 */
final class FrameRates {

    private static final long WINDOW_NANOS = 1_000_000_000;

    private final int mostResets;
    private final int mostControlFrames;

    private boolean running;
    private long startNanos;
    private int resets;
    private int provoked;
    private int pings;
    private int settings;
    private int priorities;
    private int empty;

    /** Frames that carry something: for each of them a PING or PRIORITY may come on top. */
    private int earned;

    FrameRates(Http2Config config) {
        this.mostResets = config.resets();
        this.mostControlFrames = config.controlFrames();
    }

    void earn() {
        earned++;
    }

    void reset(long now) throws Flood {
        follow(now);
        limit(++resets, mostResets, ProtocolEvent.FLOOD_RESETS);
    }

    void provoked(long now) throws Flood {
        follow(now);
        limit(++provoked, mostResets, ProtocolEvent.FLOOD_PROVOKED_RESETS);
    }

    /** @param taken whether the peer takes what is sent; one that does not earns nothing */
    void ping(long now, boolean taken) throws Flood {
        follow(now);
        limit(++pings, mostControlFrames + (taken ? earned : 0), ProtocolEvent.FLOOD_PING);
    }

    void settings(long now) throws Flood {
        follow(now);
        limit(++settings, mostControlFrames, ProtocolEvent.FLOOD_SETTINGS);
    }

    void priority(long now) throws Flood {
        follow(now);
        limit(++priorities, mostControlFrames + earned, ProtocolEvent.FLOOD_PRIORITY);
    }

    void empty(long now) throws Flood {
        follow(now);
        limit(++empty, mostControlFrames, ProtocolEvent.FLOOD_EMPTY);
    }

    private static void limit(int count, int most, ProtocolEvent event) throws Flood {
        if (count > most) {
            throw new Flood(event);
        }
    }

    private void follow(long now) {
        if (running && now - startNanos < WINDOW_NANOS) {
            return;
        }
        running = true;
        startNanos = now;
        resets = 0;
        provoked = 0;
        pings = 0;
        settings = 0;
        priorities = 0;
        empty = 0;
        earned = 0;
    }
}
