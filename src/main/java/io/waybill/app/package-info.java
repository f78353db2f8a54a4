/** The composition root and the life of the process. */
@NullMarked
package io.waybill.app;

import org.jspecify.annotations.NullMarked;
