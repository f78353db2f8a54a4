package io.waybill.net;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.waybill.config.HttpVersions;
import io.waybill.config.TlsConfig;
import javax.net.ssl.SSLException;

/**
 * TLS as one listener speaks it to clients: a context for each certificate, and which of them a client gets. Safe from any
 * thread.
 */
public final class ServerTls implements AutoCloseable {

    private ServerTls() {}

    /**
     * Builds the contexts; takes milliseconds, so not on a loop.
     *
     * @param http what is offered by ALPN
     * @throws SSLException if the TLS library does not take what the configuration says
     */
    public static ServerTls of(TlsConfig config, HttpVersions http, TlsProvider provider) throws SSLException {
        throw new UnsupportedOperationException();
    }

    /** The handler of one connection: an SslHandler, or one that puts it in its place when it knows the client's wish. */
    public ChannelHandler handler(ByteBufAllocator allocator) {
        throw new UnsupportedOperationException();
    }

    /** No new connection uses it; what native memory it has goes with the last connection that does. */
    @Override
    public void close() {}
}
