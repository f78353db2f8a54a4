package io.waybill.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * Clients that send one request after the other on kept connections, as fast as they are answered, and keep count.
 * Whatever is not a 200 is a problem, after which that client connects anew. Safe from any thread.
 */
public final class KeepAliveClients implements AutoCloseable {

    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong answered = new AtomicLong();
    private final ConcurrentLinkedQueue<String> problems = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    private KeepAliveClients() {}

    /**
     * Starts them.
     *
     * @param port of 127.0.0.1
     * @param request makes the bytes of a request from its number
     */
    public static KeepAliveClients start(int clients, int port, LongFunction<String> request) {
        KeepAliveClients started = new KeepAliveClients();
        for (int i = 0; i < clients; i++) {
            Thread thread = new Thread(() -> started.run(port, request), "client-" + i);
            thread.setDaemon(true);
            started.threads.add(thread);
            thread.start();
        }
        return started;
    }

    private void run(int port, LongFunction<String> request) {
        while (!stopped) {
            try (RawClient client = RawClient.connect(port)) {
                boolean goesOn = true;
                while (goesOn && !stopped) {
                    client.send(request.apply(sent.getAndIncrement()));
                    goesOn = isGood(client.readResponse());
                }
            } catch (RuntimeException e) {
                problems.add(String.valueOf(e.getCause()));
            }
        }
    }

    private boolean isGood(String response) {
        if (HttpText.status(response) == 200) {
            answered.incrementAndGet();
            return true;
        }
        problems.add(response.isEmpty() ? "closed instead of a response" : response);
        return false;
    }

    /** Returns when so many more requests have been answered or gone wrong. */
    public void awaitMore(long requests) {
        long goal = done() + requests;
        Waiting.until(requests + " more requests are done", () -> done() >= goal);
    }

    private long done() {
        return answered.get() + problems.size();
    }

    /** Requests answered with 200 so far. */
    public long answered() {
        return answered.get();
    }

    /** What went wrong so far: responses that are not a 200, and faults of connections. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Lets every client finish its request; returns when all have. */
    @Override
    public void close() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
