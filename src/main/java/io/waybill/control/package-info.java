/** Configuration becomes a snapshot; listeners open and drain. */
@NullMarked
package io.waybill.control;

import org.jspecify.annotations.NullMarked;
