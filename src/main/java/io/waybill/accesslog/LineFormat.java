package io.waybill.accesslog;

import io.waybill.exchange.ExchangeRecord;

/** Writes an exchange as one line, at most {@link Line#MOST_BYTES} long. Confined to one event loop; makes no garbage. */
interface LineFormat {

    /**
     * Adds one line.
     *
     * @param nowMillis the time of day at which the exchange ended, since 1970
     */
    void write(ExchangeRecord exchange, long nowMillis, Line out);
}
