/** Configuration becomes a snapshot. */
@NullMarked
package io.waybill.control;

import org.jspecify.annotations.NullMarked;
