package io.waybill.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;

/** How connections end, where TLS makes a difference. To be called on the loop of the channel. */
public final class ChannelEnds {

    private ChannelEnds() {}

    /** Tells the peer that nothing more follows; what it still sends is read as it comes, and not decrypted any more. */
    public static void endOutput(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (!(channel instanceof DuplexChannel duplex)) {
            return;
        }
        if (tls == null) {
            duplex.shutdownOutput();
        } else {
            // In a task of its own, as the handler may be in the middle of its work when the word has been written.
            tls.closeOutbound().addListener(said -> channel.eventLoop().execute(() -> endOutput(duplex, tls)));
        }
    }

    private static void endOutput(DuplexChannel channel, SslHandler tls) {
        if (channel.isActive()) {
            channel.pipeline().remove(tls);
            channel.shutdownOutput();
        }
    }

    /**
     * Closes at once, and without the word by which TLS says that everything was said: the peer must not take what it has
     * for all of it (RFC 8446, section 6.1).
     */
    public static void cut(Channel channel) {
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first == null) {
            channel.close();
        } else {
            // Goes past the TLS handler, which stands first.
            first.close();
        }
    }

    /** Whether the peer or the network has caused this, and no mistake of ours. */
    public static boolean isOfPeer(Throwable cause) {
        return cause instanceof IOException
                || (cause instanceof DecoderException && cause.getCause() instanceof IOException);
    }
}
