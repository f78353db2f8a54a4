/** The HTTP/2 wire format: heads from and to header blocks, and what a peer may not overdo. */
@NullMarked
package io.waybill.http2;

import org.jspecify.annotations.NullMarked;
