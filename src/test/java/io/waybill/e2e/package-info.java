/** Behaviour of the whole proxy, seen from outside: real sockets, bytes a reader can see. */
@NullMarked
package io.waybill.e2e;

import org.jspecify.annotations.NullMarked;
