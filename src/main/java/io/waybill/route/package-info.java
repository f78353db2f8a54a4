/** Which pool gets a request; the snapshot that an exchange reads. */
@NullMarked
package io.waybill.route;

import org.jspecify.annotations.NullMarked;
