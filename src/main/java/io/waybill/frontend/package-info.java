/** From bytes of clients to exchanges. */
@NullMarked
package io.waybill.frontend;

import org.jspecify.annotations.NullMarked;
