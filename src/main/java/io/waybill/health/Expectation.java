package io.waybill.health;

import io.waybill.config.ExpectConfig;
import io.waybill.config.HttpCheckConfig;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which answers pass. Immutable. */
final class Expectation {

    private final ExpectConfig expect;
    private final List<Integer> drainOn;
    private final @Nullable BodyPattern body;
    private final String expected;

    Expectation(HttpCheckConfig http) {
        this.expect = http.expect();
        this.drainOn = http.drainOn();
        String expression = expect.body();
        this.body = expression == null ? null : new BodyPattern(expression);
        this.expected = expect.status().stream()
                .map(range -> range.least() == range.most() ? "" + range.least() : range.least() + "-" + range.most())
                .collect(Collectors.joining(","));
    }

    /** Whether the body matters. */
    boolean readsBody() {
        return body != null;
    }

    /**
     * An answer that asks for no new requests comes before what is expected otherwise.
     *
     * @param sample of the body; null if it does not matter
     * @param down whether the server is down: it stays so when it asks for no new requests
     */
    Verdict verdict(int status, @Nullable BodySample sample, boolean down) {
        if (drainOn.contains(status)) {
            return down
                    ? new Verdict(CheckCode.L7STS, status, "status " + status + " asks for no new requests")
                    : new Verdict(CheckCode.L7OKC, status, "status " + status);
        }
        if (!expect.takes(status)) {
            return new Verdict(CheckCode.L7STS, status, "status " + status + ", expected " + expected);
        }
        String objection = body == null || sample == null ? "" : body.objection(sample.text());
        return new Verdict(objection.isEmpty() ? CheckCode.L7OK : CheckCode.L7STS, status, objection);
    }
}
