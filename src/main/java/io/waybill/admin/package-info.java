/** The operator's side: statistics, health and metrics over HTTP, on a thread of its own. */
@NullMarked
package io.waybill.admin;

import org.jspecify.annotations.NullMarked;
