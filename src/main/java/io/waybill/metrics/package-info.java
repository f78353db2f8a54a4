/** Counters as Micrometer meters. */
@NullMarked
package io.waybill.metrics;

import org.jspecify.annotations.NullMarked;
