package io.waybill.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.waybill.config.PoolTlsConfig;
import io.waybill.config.ServerHttp;
import java.net.InetSocketAddress;
import javax.net.ssl.SSLException;

/** TLS as Waybill speaks it to servers of a pool. Safe from any thread. */
public final class UpstreamTls implements AutoCloseable {

    private UpstreamTls() {}

    /**
     * Builds the context; takes milliseconds, so not on a loop.
     *
     * @param http what is asked for by ALPN
     * @throws SSLException if the TLS library does not take what the configuration says
     */
    public static UpstreamTls of(PoolTlsConfig config, ServerHttp http, TlsProvider provider) throws SSLException {
        throw new UnsupportedOperationException();
    }

    /**
     * The handler of one connection, which verifies that the server is who it should be.
     *
     * @param server its host name, if it has one, is asked for and verified unless the configuration names another
     */
    public SslHandler handler(ByteBufAllocator allocator, InetSocketAddress server) {
        throw new UnsupportedOperationException();
    }

    /** No new connection uses it; what native memory it has goes with the last connection that does. */
    @Override
    public void close() {}
}
