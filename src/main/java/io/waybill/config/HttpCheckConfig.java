package io.waybill.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request of a check, and which answers pass. Immutable.
 *
 * @param method GET, HEAD or OPTIONS
 * @param path begins with {@code /}; may have a query
 * @param host the value of Host; null for the address of the server
 * @param headers further fields, by their names as written, in the order of the file
 * @param expect which answers pass
 * @param drainOn statuses by which a running server asks for no new requests, without being down
 */
public record HttpCheckConfig(
        String method,
        String path,
        @Nullable String host,
        Map<String, String> headers,
        ExpectConfig expect,
        List<Integer> drainOn) {

    public HttpCheckConfig {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        drainOn = List.copyOf(drainOn);
    }
}
