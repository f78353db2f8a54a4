package io.waybill.requestid;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an ID made by Waybill says. Immutable.
 *
 * @param hash of node, process and nonce, in eight upper-case hexadecimal digits
 * @param madeAt the second in which the hash was made; the request came then or later
 * @param counter of the requests with this hash, from 1
 */
public record RequestId(String hash, Instant madeAt, int counter) {

    private static final Pattern FORM = Pattern.compile("([0-9A-F]{8})-([0-9A-F]{8,9})-([1-9][0-9]{0,6})");

    /** Takes an ID apart; empty if it is not one of the form that Waybill makes. */
    public static Optional<RequestId> decode(String id) {
        Matcher matcher = FORM.matcher(id);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int counter = Integer.parseInt(matcher.group(3));
        if (counter > RequestIdGenerator.MOST_PER_HASH) {
            return Optional.empty();
        }
        return Optional.of(
                new RequestId(matcher.group(1), Instant.ofEpochSecond(Long.parseLong(matcher.group(2), 16)), counter));
    }
}
