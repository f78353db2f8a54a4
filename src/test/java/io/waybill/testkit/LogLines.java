package io.waybill.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What a class or a package logs from INFO on, from the making of this object to its end, whatever the tests' own log is
 * set to. Safe from any thread.
 */
public final class LogLines implements AutoCloseable {

    private final Logger logger;
    private final @Nullable Level levelBefore;
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    };

    private LogLines(Logger logger) {
        this.logger = logger;
        this.levelBefore = logger.getLevel();
        appender.setContext(logger.getLoggerContext());
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.INFO);
    }

    /** Of one class. */
    public static LogLines of(Class<?> type) {
        return new LogLines((Logger) LoggerFactory.getLogger(type));
    }

    /** Of the package of that class. */
    public static LogLines ofPackage(Class<?> type) {
        return new LogLines((Logger) LoggerFactory.getLogger(type.getPackageName()));
    }

    /** All messages. */
    public List<String> all() {
        return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** Messages of this level. */
    public List<String> all(Level level) {
        return events.stream()
                .filter(event -> event.getLevel().equals(level))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** Lines that contain this: the level, a space, the message. */
    public List<String> with(String part) {
        return lines().stream().filter(line -> line.contains(part)).toList();
    }

    /** Waits for a line: the level, a space, the message. */
    public void await(String line) {
        try {
            Waiting.until("a line " + line, () -> lines().contains(line));
        } catch (AssertionError never) {
            throw new AssertionError(never.getMessage() + "; there are " + lines(), never);
        }
    }

    private List<String> lines() {
        return events.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    /** Forgets what was logged so far. */
    public void forget() {
        events.clear();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(levelBefore);
        appender.stop();
    }
}
