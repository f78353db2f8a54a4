/** What the build checks about the code itself, and samples that break each rule. */
@NullMarked
package io.waybill.architecture;

import org.jspecify.annotations.NullMarked;
