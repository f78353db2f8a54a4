/** The life of one request: pick, connect, forward, retry, finish. */
@NullMarked
package io.waybill.exchange;

import org.jspecify.annotations.NullMarked;
