/** Are the servers well? Active checks, on a loop of their own. */
@NullMarked
package io.waybill.health;

import org.jspecify.annotations.NullMarked;
