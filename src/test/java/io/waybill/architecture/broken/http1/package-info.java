/** A sample that breaks a rule; see RulesTest. */
@NullMarked
package io.waybill.architecture.broken.http1;

import org.jspecify.annotations.NullMarked;
