/** A sample that breaks a rule; see RulesTest. */
@NullMarked
package io.waybill.architecture.broken.pool;

import org.jspecify.annotations.NullMarked;
