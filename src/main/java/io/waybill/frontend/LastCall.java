package io.waybill.frontend;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * The end of a listening socket. The kernel has accepted connections that its loop has not taken yet, and would reset
 * them: they are taken first. A connection whose handshake is under way at that moment is lost all the same, unless the
 * kernel moves it to another socket of the port ({@code net.ipv4.tcp_migrate_req}).
 *
 * <p>Made by {@link #of} on any thread that may wait; runs on the socket's loop.
 */
final class LastCall extends ChannelInboundHandlerAdapter {

    /** Time in which the loop looks at its sockets once, so that what is accepted in it shows whether more is left. */
    private static final long TURN_MILLIS = 2;

    /** So many turns at most, should there be no end of connections. */
    private static final int MOST_TURNS = 50;

    /** Longest address that a native socket gives: length, IPv6 address, scope, port. */
    private static final int ADDRESS_BYTES = 26;

    private final Channel socket;
    private int turns;
    private boolean accepted;

    private LastCall(Channel socket) {
        this.socket = socket;
    }

    /** Begins to close that socket. */
    static LastCall of(Channel socket) {
        LastCall call = new LastCall(socket);
        socket.eventLoop().execute(call::begin);
        return call;
    }

    /** Done when the socket is closed. */
    ChannelFuture closed() {
        return socket.closeFuture();
    }

    private void begin() {
        if (socket instanceof EpollServerSocketChannel epoll) {
            acceptAll(epoll);
            socket.close();
        } else {
            socket.pipeline().addFirst(this);
            nextTurn();
        }
    }

    private static void acceptAll(EpollServerSocketChannel channel) {
        byte[] address = new byte[ADDRESS_BYTES];
        try {
            Socket socket = (Socket) channel.fd();
            for (int taken = socket.accept(address); taken >= 0; taken = socket.accept(address)) {
                channel.pipeline().fireChannelRead(new EpollSocketChannel(taken));
            }
            // At once, before the channel is: whoever comes between the last look and the close is lost.
            socket.close();
        } catch (IOException noMore) {
            // No file descriptors, or the client has left: there is nothing that could be done for those who wait.
        }
    }

    private void nextTurn() {
        accepted = false;
        var unused = socket.eventLoop().schedule(this::turnOver, TURN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void turnOver() {
        if (accepted && ++turns < MOST_TURNS) {
            nextTurn();
        } else {
            socket.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        accepted = true;
        ctx.fireChannelRead(message);
    }
}
