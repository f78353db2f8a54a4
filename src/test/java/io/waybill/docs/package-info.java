/** What the documents say, held against the code. */
@NullMarked
package io.waybill.docs;

import org.jspecify.annotations.NullMarked;
