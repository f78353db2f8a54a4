package io.waybill.net;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringDatagramChannel;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringServerSocketChannel;
import io.netty.channel.uring.IoUringSocketChannel;

/** How the kernel is asked for input and output: epoll, io_uring, or Java's own selector. */
public final class Transports {

    /**
     * One transport that works on this machine. Immutable.
     *
     * @param word as in the configuration
     * @param canSharePort whether several sockets may listen on one port (SO_REUSEPORT)
     */
    public record Choice(
            String word,
            IoHandlerFactory ioHandler,
            Class<? extends ServerChannel> serverChannel,
            Class<? extends SocketChannel> socketChannel,
            boolean canSharePort) {}

    private Transports() {}

    /** epoll where it works, else Java's selector. */
    public static Choice best() {
        return Epoll.isAvailable() ? epoll() : nio();
    }

    /**
     * Linux' epoll.
     *
     * @throws IllegalStateException if this machine has no epoll
     */
    public static Choice epoll() {
        if (!Epoll.isAvailable()) {
            throw new IllegalStateException("transport epoll does not work here: " + Epoll.unavailabilityCause());
        }
        return new Choice(
                "epoll", EpollIoHandler.newFactory(), EpollServerSocketChannel.class, EpollSocketChannel.class, true);
    }

    /**
     * Linux' io_uring.
     *
     * @throws IllegalStateException if this machine has no io_uring, or does not allow it
     */
    public static Choice ioUring() {
        if (!IoUring.isAvailable()) {
            throw new IllegalStateException("transport io_uring does not work here: " + IoUring.unavailabilityCause());
        }
        return new Choice(
                "io_uring",
                IoUringIoHandler.newFactory(),
                IoUringServerSocketChannel.class,
                IoUringSocketChannel.class,
                true);
    }

    /** The datagrams of the transport of that {@link Choice#word}. */
    public static Class<? extends DatagramChannel> datagramChannel(String word) {
        return switch (word) {
            case "epoll" -> EpollDatagramChannel.class;
            case "io_uring" -> IoUringDatagramChannel.class;
            default -> NioDatagramChannel.class;
        };
    }

    public static Choice nio() {
        return new Choice(
                "nio", NioIoHandler.newFactory(), NioServerSocketChannel.class, NioSocketChannel.class, false);
    }
}
