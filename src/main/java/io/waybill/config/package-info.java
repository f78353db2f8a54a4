/** YAML to validated records, with messages for the operator. */
@NullMarked
package io.waybill.config;

import org.jspecify.annotations.NullMarked;
