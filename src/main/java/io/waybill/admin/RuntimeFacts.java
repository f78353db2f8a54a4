package io.waybill.admin;

/**
 * What the data plane runs on. Immutable.
 *
 * @param transport {@code epoll}, {@code io_uring} or {@code nio}
 * @param loops number of event loops of the data plane
 */
public record RuntimeFacts(String transport, int loops) {}
