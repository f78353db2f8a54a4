/** The HTTP/1.1 wire format, strict: heads and bodies from bytes and to bytes (RFC 9112). */
@NullMarked
package io.waybill.http1;

import org.jspecify.annotations.NullMarked;
