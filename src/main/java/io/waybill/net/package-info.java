/** Event loops, transports and deadlines. */
@NullMarked
package io.waybill.net;

import org.jspecify.annotations.NullMarked;
