/** Backend pools and their servers at run time. */
@NullMarked
package io.waybill.pool;

import org.jspecify.annotations.NullMarked;
