package io.waybill.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class LeakExtensionTest {

    @Test
    void forgottenBuffersFailTheClassThatForgotThem() {
        TestExecutionSummary summary = run(ForgetsBuffers.class);

        assertEquals(2, summary.getTestsSucceededCount());
        List<TestExecutionSummary.Failure> failures = summary.getFailures();
        assertEquals(1, failures.size());
        String message = String.valueOf(failures.get(0).getException().getMessage());
        assertTrue(message.startsWith("2 leaks"), message);
        assertTrue(message.contains("ForgetsBuffers.forgetsAnAdaptiveBuffer"), message);
        assertTrue(message.contains("ForgetsBuffers.forgetsAPooledBuffer"), message);
    }

    @Test
    void releasedBuffersFailNothing() {
        assertEquals(0, run(ReleasesItsBuffer.class).getTotalFailureCount());
    }

    private static TestExecutionSummary run(Class<?> tests) {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(tests))
                .build();
        LauncherFactory.create().execute(request, listener);
        return listener.getSummary();
    }

    /** Not found by the build, which leaves nested classes to their owners. */
    static final class ForgetsBuffers {

        @Test
        void forgetsAnAdaptiveBuffer() {
            ByteBufAllocator.DEFAULT.ioBuffer(64).writeByte(1);
        }

        @Test
        void forgetsAPooledBuffer() {
            PooledByteBufAllocator.DEFAULT.heapBuffer(64).writeByte(1);
        }
    }

    static final class ReleasesItsBuffer {

        @Test
        void releasesIt() {
            ByteBuf buffer = ByteBufAllocator.DEFAULT.ioBuffer(64).writeByte(1);
            assertTrue(buffer.release());
        }
    }
}
