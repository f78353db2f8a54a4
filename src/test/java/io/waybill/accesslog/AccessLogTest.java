package io.waybill.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.exchange.ExchangeRecord;
import io.waybill.testkit.Allocations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {

    private static final ExchangeRecord EXCHANGE = Exchanges.ok().toRecord();
    private static final Path ALWAYS_FULL = Path.of("/dev/full");

    @TempDir
    Path directory;

    @Test
    void aLineReachesTheFileOnceTheLoopHandsItOver() throws IOException {
        Path file = directory.resolve("access.log");
        try (AccessLog log = AccessLog.toFile(file, AccessLogFormat.TEXT)) {
            LoopAccessLog loop = log.forLoop();
            loop.finished(EXCHANGE);
            assertEquals(0, log.written());

            loop.flushIfDue(System.nanoTime());

            await(() -> log.written() == 1);
            assertTrue(Files.readString(file).endsWith("198691\n"));
        }
    }

    @Test
    void linesAreHeldBackForATenthOfASecondToBeWrittenTogether() throws IOException {
        AccessLog log = AccessLog.toFile(directory.resolve("access.log"), AccessLogFormat.TEXT);
        LoopAccessLog loop = log.forLoop();
        long now = 1_000_000_000_000L;
        loop.flushIfDue(now);
        loop.finished(EXCHANGE);
        loop.flushIfDue(now + 99_000_000);
        loop.finished(EXCHANGE);
        assertEquals(0, log.written());

        loop.flushIfDue(now + 100_000_000);

        await(() -> log.written() == 2);
        log.close();
    }

    @Test
    void closingWritesWhatIsLeft() throws IOException {
        Path file = directory.resolve("access.log");
        try (AccessLog log = AccessLog.toFile(file, AccessLogFormat.TEXT)) {
            log.forLoop().finished(EXCHANGE);
            log.forLoop().finished(EXCHANGE);
        }

        assertEquals(2, Files.readAllLines(file).size());
    }

    @Test
    void linesAreAppendedToAFileThatExists() throws IOException {
        Path file = directory.resolve("access.log");
        Files.writeString(file, "before\n");
        try (AccessLog log = AccessLog.toFile(file, AccessLogFormat.COMBINED)) {
            log.forLoop().finished(EXCHANGE);
        }

        assertEquals("before", Files.readAllLines(file).get(0));
        assertEquals(2, Files.readAllLines(file).size());
    }

    @Test
    void aFileThatCannotBeMadeIsAnErrorAtTheStart() {
        Path file = directory.resolve("no/such/directory/access.log");

        assertThrows(IOException.class, () -> AccessLog.toFile(file, AccessLogFormat.TEXT));
    }

    @Test
    void manyLoopsAtOnceLoseNoLineAndTearNone() throws IOException, InterruptedException {
        int loops = 4;
        int linesPerLoop = 50_000;
        Path file = directory.resolve("access.log");
        AccessLog log = AccessLog.toFile(file, AccessLogFormat.TEXT);
        Thread[] threads = new Thread[loops];
        for (int i = 0; i < loops; i++) {
            LoopAccessLog own = log.forLoop();
            String prefix = "loop" + i + "-";
            threads[i] = new Thread(() -> {
                for (int line = 0; line < linesPerLoop; line++) {
                    long before = own.dropped();
                    ExchangeRecord exchange =
                            Exchanges.ok().withId(prefix + line).toRecord();
                    own.finished(exchange);
                    while (own.dropped() != before) {
                        // This thread is faster than any event loop: what was dropped is offered again.
                        before = own.dropped();
                        Thread.onSpinWait();
                        own.finished(exchange);
                    }
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join(TimeUnit.MINUTES.toMillis(1));
        }
        log.close();

        assertEquals((long) loops * linesPerLoop, log.written());
        int[] next = new int[loops];
        for (String line : Files.readAllLines(file)) {
            String id = line.substring(line.lastIndexOf(' ') + 1);
            int loop = id.charAt(4) - '0';
            assertEquals("loop" + loop + "-" + next[loop]++, id, "lines of a loop keep their order");
        }
    }

    @Test
    void aFileThatWasRenamedIsMadeAnewOnReopenAndNoLineIsLost() throws IOException {
        Path file = directory.resolve("access.log");
        Path rotated = directory.resolve("access.log.1");
        int rounds = 20;
        long lines = 0;
        AccessLog log = AccessLog.toFile(file, AccessLogFormat.TEXT);
        LoopAccessLog loop = log.forLoop();
        long rotatedLines = 0;
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < 100; i++) {
                loop.finished(EXCHANGE);
                lines++;
            }
            loop.flush();
            Files.move(file, rotated);
            log.reopen();
            await(() -> Files.exists(file));
            rotatedLines += Files.readAllLines(rotated).size();
            Files.delete(rotated);
        }
        log.close();

        assertEquals(lines, rotatedLines + Files.readAllLines(file).size());
        assertEquals(lines, log.written());
        assertEquals(0, log.dropped());
    }

    @Test
    void aWriterThatIsStuckCostsLinesThatAreCountedAndNeverMakesTheLoopWait() throws InterruptedException {
        Stuck stuck = new Stuck();
        AccessLog log = new AccessLog(AccessLogFormat.TEXT, new LogWriter(stuck), stuck.written::get, () -> 0);
        LoopAccessLog loop = log.forLoop();
        int offered = 20_000;
        for (int i = 0; i < offered; i++) {
            loop.finished(EXCHANGE);
        }
        assertTrue(stuck.entered.await(10, TimeUnit.SECONDS));
        long droppedWhileStuck = log.dropped();
        assertTrue(droppedWhileStuck > 0);

        stuck.release.countDown();
        await(() -> log.written() + log.dropped() == offered);
        loop.finished(EXCHANGE);
        log.close();

        assertEquals(droppedWhileStuck, log.dropped());
        assertEquals(offered + 1, log.written() + log.dropped());
        assertTrue(stuck.calls.get() <= LoopAccessLog.BUFFERS + 1, "one write call carries many lines");
    }

    @Test
    @EnabledIf("isAlwaysFullThere")
    void linesThatCannotBeWrittenAreCountedAsDropped() throws IOException {
        AccessLog log = AccessLog.toFile(ALWAYS_FULL, AccessLogFormat.TEXT);
        LoopAccessLog loop = log.forLoop();
        for (int i = 0; i < 3; i++) {
            loop.finished(EXCHANGE);
            loop.flush();
        }
        log.close();

        assertEquals(0, log.written());
        assertEquals(3, log.dropped());
    }

    static boolean isAlwaysFullThere() {
        return Files.isWritable(ALWAYS_FULL);
    }

    @Test
    void whatIsLoggedAfterTheCloseIsDroppedAndCounted() throws IOException {
        AccessLog log = AccessLog.toFile(directory.resolve("access.log"), AccessLogFormat.TEXT);
        LoopAccessLog loop = log.forLoop();
        log.close();
        for (int i = 0; i < 5000; i++) {
            loop.finished(EXCHANGE);
        }

        assertTrue(log.dropped() > 0);
        assertEquals(0, log.written());
    }

    @Test
    void loggingMakesNoGarbageOnTheLoop() throws IOException {
        try (AccessLog log = AccessLog.toFile(directory.resolve("access.log"), AccessLogFormat.TEXT)) {
            LoopAccessLog loop = log.forLoop();

            double bytes = Allocations.bytesPerRun(run -> loop.finished(EXCHANGE));

            assertTrue(bytes < 0.5, () -> bytes + " bytes per line");
        }
    }

    @Test
    void standardOutputStaysOpenAfterTheClose() {
        AccessLog log = AccessLog.toStandardOutput(AccessLogFormat.TEXT);
        log.reopen();
        log.close();

        assertFalse(System.out.checkError());
    }

    private static void await(BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() - deadlineNanos < 0, "nothing happened for 20 s");
            Thread.onSpinWait();
        }
    }

    /** Takes the first buffer and holds it until it is released. */
    private static final class Stuck implements LogWriter.Destination {

        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);
        final AtomicLong written = new AtomicLong();
        final AtomicLong calls = new AtomicLong();

        @Override
        public void write(Line lines) {
            entered.countDown();
            try {
                assertTrue(release.await(20, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            calls.incrementAndGet();
            written.addAndGet(lines.lines());
        }

        @Override
        public void reopen() {}

        @Override
        public void close() {}
    }
}
