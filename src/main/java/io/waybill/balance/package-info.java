/** Algorithms that choose one of many. */
@NullMarked
package io.waybill.balance;

import org.jspecify.annotations.NullMarked;
