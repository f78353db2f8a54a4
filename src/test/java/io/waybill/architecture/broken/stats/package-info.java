/** A sample that breaks a rule; see RulesTest. */
@NullMarked
package io.waybill.architecture.broken.stats;

import org.jspecify.annotations.NullMarked;
