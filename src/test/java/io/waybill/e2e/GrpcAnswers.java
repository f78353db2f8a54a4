package io.waybill.e2e;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What comes back from a gRPC call, message by message. Safe from any thread.
 *
 * @param <A> the kind of message
 */
final class GrpcAnswers<A> implements StreamObserver<A> {

    private static final int SECONDS = 10;

    private final BlockingQueue<A> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> end = new CompletableFuture<>();

    @Override
    public void onNext(A message) {
        messages.add(message);
    }

    @Override
    public void onError(Throwable cause) {
        end.complete(Status.fromThrowable(cause));
    }

    @Override
    public void onCompleted() {
        end.complete(Status.OK);
    }

    /** Waits for the next message. */
    A next() {
        try {
            A message = messages.poll(SECONDS, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message; the call's end: " + end.getNow(Status.UNKNOWN));
            }
            return message;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for the end. */
    Status awaitEnd() {
        try {
            return end.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new AssertionError("the call does not end", e);
        }
    }

    /** The messages that nobody has taken. */
    List<A> left() {
        List<A> left = new ArrayList<>();
        messages.drainTo(left);
        return left;
    }
}
