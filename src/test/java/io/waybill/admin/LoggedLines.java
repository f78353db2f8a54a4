package io.waybill.admin;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What a class logs while this is open. */
final class LoggedLines implements AutoCloseable {

    private final Logger logger;
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Sink sink = new Sink();

    private LoggedLines(Logger logger) {
        this.logger = logger;
        sink.setContext(logger.getLoggerContext());
        sink.start();
        logger.addAppender(sink);
    }

    static LoggedLines of(Class<?> type) {
        return new LoggedLines((Logger) LoggerFactory.getLogger(type));
    }

    List<String> all() {
        return events.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    List<String> all(Level level) {
        return events.stream()
                .filter(event -> event.getLevel().equals(level))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(sink);
    }

    private final class Sink extends AppenderBase<ILoggingEvent> {

        @Override
        protected void append(ILoggingEvent event) {
            events.add(event);
        }
    }
}
