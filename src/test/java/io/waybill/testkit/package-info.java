/** Scripted servers, raw clients and a running Waybill for tests that talk in bytes over real sockets. */
@NullMarked
package io.waybill.testkit;

import org.jspecify.annotations.NullMarked;
