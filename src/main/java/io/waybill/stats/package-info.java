/** Counters and histograms, written by one loop and read by anyone. */
@NullMarked
package io.waybill.stats;

import org.jspecify.annotations.NullMarked;
