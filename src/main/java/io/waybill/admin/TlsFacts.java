package io.waybill.admin;

import io.waybill.config.TlsConfig;

/**
 * How a listener speaks TLS. Immutable.
 *
 * @param provider whose TLS it is: {@code boringssl} or {@code jdk}
 */
public record TlsFacts(String provider, TlsConfig config) {}
