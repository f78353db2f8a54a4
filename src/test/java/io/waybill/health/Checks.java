package io.waybill.health;

import io.waybill.config.CheckConfig;
import io.waybill.config.CheckTiming;
import io.waybill.config.ExpectConfig;
import io.waybill.config.ExpectConfig.StatusRange;
import io.waybill.config.HttpCheckConfig;
import io.waybill.config.InitialState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules for checks, as a configuration would say them. */
final class Checks {

    /** The first check is the only one for a while. */
    static final CheckTiming RARE = timing(60_000, 60_000, 60_000, 5000);

    /** As often as the timeout that a busy machine needs allows. */
    static final CheckTiming OFTEN = timing(401, 10, 10, 400);

    static final ExpectConfig STANDARD = expecting(null);

    private Checks() {}

    static CheckTiming timing(long interval, long fast, long down, long timeout) {
        return new CheckTiming(
                Duration.ofMillis(interval),
                Duration.ofMillis(fast),
                Duration.ofMillis(down),
                Duration.ofMillis(timeout));
    }

    /** 200 to 399, and this in the body. */
    static ExpectConfig expecting(@Nullable String body) {
        return new ExpectConfig(List.of(new StatusRange(200, 399)), body);
    }

    static HttpCheckConfig get(String path) {
        return get(path, STANDARD);
    }

    static HttpCheckConfig get(String path, ExpectConfig expect) {
        return new HttpCheckConfig("GET", path, null, Map.of(), expect, List.of(404));
    }

    static CheckConfig http(CheckTiming timing) {
        return http(get("/healthz"), timing);
    }

    /** With 404 to ask for no new requests, rise 2, fall 3. */
    static CheckConfig http(HttpCheckConfig http, CheckTiming timing) {
        return new CheckConfig(http, null, null, 0, timing, 2, 3, InitialState.CHECK);
    }

    static CheckConfig tcp(CheckTiming timing) {
        return new CheckConfig(null, null, null, 0, timing, 2, 3, InitialState.CHECK);
    }

    static CheckConfig beginning(InitialState initial, CheckTiming timing) {
        return new CheckConfig(get("/healthz"), null, null, 0, timing, 2, 3, initial);
    }
}
