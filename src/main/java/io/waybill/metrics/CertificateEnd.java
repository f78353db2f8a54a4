package io.waybill.metrics;

/**
 * How long a certificate of Waybill's own is still valid. Immutable.
 *
 * @param listener that shows it to clients; empty if none does
 * @param pool whose servers it is shown to; empty if none are
 * @param file that it was read from
 * @param days negative once it has expired
 */
public record CertificateEnd(String listener, String pool, String file, double days) {}
