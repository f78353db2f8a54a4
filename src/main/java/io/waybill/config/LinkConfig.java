package io.waybill.config;

/**
 * How Waybill speaks to the servers of a pool. Immutable.
 *
 * @param http the HTTP version
 * @param tls for those of its servers that are spoken to over TLS, which may be none
 * @param sendProxy what a connection begins with; one that begins with a PROXY header carries one request
 */
public record LinkConfig(ServerHttp http, PoolTlsConfig tls, SendProxy sendProxy) {

    public static final LinkConfig STANDARD = new LinkConfig(ServerHttp.H1, PoolTlsConfig.STANDARD, SendProxy.OFF);
}
