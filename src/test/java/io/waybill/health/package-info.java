@NullMarked
package io.waybill.health;

import org.jspecify.annotations.NullMarked;
