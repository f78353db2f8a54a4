package io.waybill.frontend;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;

/** Installs the handlers of an accepted connection; the only place where their order is written. One per listener and loop. */
final class ClientPipeline extends ChannelInitializer<Channel> {

    private final ListenerLoop shared;

    ClientPipeline(ListenerLoop shared) {
        this.shared = shared;
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.pipeline().addLast(new Http1ClientHandler(shared, channel));
    }
}
