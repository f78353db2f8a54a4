@NullMarked
package io.waybill.upstream;

import org.jspecify.annotations.NullMarked;
