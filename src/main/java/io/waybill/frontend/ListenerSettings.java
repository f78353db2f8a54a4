package io.waybill.frontend;

import io.waybill.config.CidrSet;
import io.waybill.config.Http2Config;
import io.waybill.config.HttpVersions;
import io.waybill.net.ServerTls;
import org.jspecify.annotations.Nullable;

/**
 * How clients of a listener are served; another configuration may bring others for the same listener. Immutable.
 *
 * @param limits how much and how long clients may
 * @param http which versions they may speak
 * @param http2 what they may do on an HTTP/2 connection
 * @param tls certificates and the like; null for plain HTTP
 * @param proxyFrom who must begin a connection with a PROXY header; null for nobody
 */
public record ListenerSettings(
        ClientLimits limits,
        HttpVersions http,
        Http2Config http2,
        @Nullable ServerTls tls,
        @Nullable CidrSet proxyFrom) {}
