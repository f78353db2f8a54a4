package io.waybill.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ConnectionStatsTest {

    @Test
    void aViewIsTheSumOfAllLoops() {
        ConnectionStats stats = new ConnectionStats(2);
        stats.loop(0).opened();
        stats.loop(0).opened();
        stats.loop(1).opened();
        stats.loop(1).closed();
        stats.loop(0).idle(1);
        stats.loop(0).reused();
        stats.loop(0).connectFailed();
        stats.loop(1).refused();

        ConnectionView view = stats.view();

        assertEquals(new ConnectionView(2, 1, 3, 1, 1, 1), view);
        assertEquals(1, view.inUse());
        assertEquals(new ConnectionView(4, 2, 6, 2, 2, 2), view.plus(view));
        assertEquals(view, view.plus(ConnectionView.NONE));
    }

    @Test
    void noFigureIsEverNegative() {
        ConnectionStats stats = new ConnectionStats(1);
        stats.loop(0).closed();
        stats.loop(0).idle(-1);

        assertEquals(0, stats.view().open());
        assertEquals(0, stats.view().idle());
        assertEquals(0, stats.view().inUse());
    }
}
