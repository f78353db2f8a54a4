/** From exchanges to bytes for servers. */
@NullMarked
package io.waybill.upstream;

import org.jspecify.annotations.NullMarked;
