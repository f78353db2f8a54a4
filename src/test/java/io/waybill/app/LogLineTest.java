package io.waybill.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLineTest {

    private static final long MORNING = 1_795_161_600_123L;

    private final LoggerContext loggers = new LoggerContext();

    @Test
    void lineHasTimeInUtcLevelAndMessage() {
        assertEquals(
                "2026-11-20T08:00:00.123Z WARN server down: pool=api server=b\n",
                line("server down: pool={} server={}", null, "api", "b"));
    }

    @Test
    void lineBreaksInValuesCannotForgeALine() {
        assertEquals(
                "2026-11-20T08:00:00.123Z WARN target=/??2026 INFO forged?[31m\n",
                line("target={}", null, "/\r\n2026 INFO forged\u001b[31m"));
    }

    @Test
    void exceptionsFollowWithTheirStack() {
        String lines = line("unexpected", new IllegalStateException("why"));
        assertTrue(lines.startsWith("2026-11-20T08:00:00.123Z WARN unexpected\n"), lines);
        assertTrue(lines.contains("IllegalStateException: why"), lines);
        assertTrue(lines.contains("LogLineTest.exceptionsFollowWithTheirStack"), lines);
    }

    @Test
    void informationOfWaybillAndWarningsOfNettyAreLogged() {
        LogConfiguration.toStandardError(loggers);
        assertEquals(Level.INFO, logger("io.waybill.app.Waybill").getEffectiveLevel());
        assertEquals(Level.WARN, logger("io.netty.util").getEffectiveLevel());
    }

    private Logger logger(String name) {
        return loggers.getLogger(name);
    }

    private String line(String phrase, @Nullable Throwable thrown, Object... values) {
        LoggingEvent event = new LoggingEvent("", logger("x"), Level.WARN, phrase, thrown, values);
        event.setTimeStamp(MORNING);
        return new String(new LogLine().encode(event), StandardCharsets.UTF_8);
    }
}
