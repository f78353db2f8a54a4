/** One line per exchange. */
@NullMarked
package io.waybill.accesslog;

import org.jspecify.annotations.NullMarked;
