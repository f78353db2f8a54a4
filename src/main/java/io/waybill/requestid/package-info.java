/** The request ID: accept, validate, generate, decode. */
@NullMarked
package io.waybill.requestid;

import org.jspecify.annotations.NullMarked;
