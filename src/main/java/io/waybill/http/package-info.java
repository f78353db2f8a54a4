/** Heads, field rules and framing rules that hold in every HTTP version (RFC 9110). */
@NullMarked
package io.waybill.http;

import org.jspecify.annotations.NullMarked;
