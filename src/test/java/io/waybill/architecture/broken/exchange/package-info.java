/** A sample that breaks a rule; see RulesTest. */
@NullMarked
package io.waybill.architecture.broken.exchange;

import org.jspecify.annotations.NullMarked;
