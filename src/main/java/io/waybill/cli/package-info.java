/** Commands that talk to a running Waybill or read a file; they never touch the data plane. */
@NullMarked
package io.waybill.cli;

import org.jspecify.annotations.NullMarked;
