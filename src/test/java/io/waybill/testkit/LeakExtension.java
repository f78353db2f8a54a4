package io.waybill.testkit;

import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class after which a Netty buffer was neither released nor is held any more. Registered for all tests
 * through {@code META-INF/services}.
 */
public final class LeakExtension implements AfterAllCallback {

    // One for the process: Netty's detectors are created once and stay with the factory of their time.
    private static final LeakReports REPORTS = install();

    private static LeakReports install() {
        LeakReports reports = new LeakReports();
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(reports);
        return reports;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        List<String> leaks = REPORTS.takeAll();
        if (!leaks.isEmpty()) {
            throw new AssertionError(leaks.size() + " leaks in or before " + context.getDisplayName() + ":\n"
                    + String.join("\n", leaks));
        }
    }
}
