package io.waybill.architecture.broken.exchange;

import io.netty.channel.ChannelFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

final class Waits {

    private final ReentrantLock lock = new ReentrantLock();

    synchronized boolean isLocked() {
        return lock.isLocked();
    }

    static long sleeps() throws InterruptedException {
        Thread.sleep(1);
        return System.currentTimeMillis();
    }

    static Object getsAFuture(CompletableFuture<?> future) throws Exception {
        return future.get();
    }

    static boolean syncsAChannel(ChannelFuture future) throws InterruptedException {
        return future.sync().isSuccess();
    }

    static void awaitsALatch(CountDownLatch latch) throws InterruptedException {
        latch.await();
    }
}
