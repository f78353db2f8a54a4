package io.waybill.config;

/**
 * How Waybill speaks to the servers of a pool. Immutable.
 *
 * @param http the HTTP version
 * @param secure whether servers are spoken to over TLS whose addresses do not say
 * @param tls for those of its servers that are spoken to over TLS, which may be none
 * @param sendProxy what a connection begins with; one that begins with a PROXY header carries one request
 */
public record LinkConfig(ServerHttp http, boolean secure, PoolTlsConfig tls, SendProxy sendProxy) {

    public static final LinkConfig STANDARD =
            new LinkConfig(ServerHttp.H1, false, PoolTlsConfig.STANDARD, SendProxy.OFF);

    /** Of a pool in which every address says for itself whether it is spoken to over TLS. */
    public LinkConfig(ServerHttp http, PoolTlsConfig tls, SendProxy sendProxy) {
        this(http, false, tls, sendProxy);
    }
}
