package io.waybill.frontend;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.util.List;

/** Installs the first handler of an accepted connection; {@link ClientOpening} says what follows. Safe from any loop. */
final class ClientPipeline extends ChannelInitializer<Channel> {

    private final List<ListenerLoop> parts;

    /** @param parts of the loops that connections may be given to */
    ClientPipeline(List<ListenerLoop> parts) {
        this.parts = List.copyOf(parts);
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.pipeline().addLast(new ClientOpening(partOf(channel), channel));
    }

    private ListenerLoop partOf(Channel channel) {
        for (ListenerLoop part : parts) {
            if (part.loop().eventLoop() == channel.eventLoop()) {
                return part;
            }
        }
        throw new IllegalStateException("a connection was accepted for a loop that is none of this listener's");
    }
}
