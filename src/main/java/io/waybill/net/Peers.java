package io.waybill.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.channel.uring.IoUringSocketChannel;
import io.netty.channel.uring.IoUringTcpInfo;

/**
 * Whether the peer of a connection has closed it, asked of the kernel: the loop itself learns of it only when it comes to
 * read the connection, perhaps after it has written a request into the void. Costs a system call. Confined to one event
 * loop.
 */
public final class Peers {

    /** TCP_ESTABLISHED of Linux's net/tcp_states.h. */
    private static final int ESTABLISHED = 1;

    private final EpollTcpInfo epollInfo = new EpollTcpInfo();
    private final IoUringTcpInfo ioUringInfo = new IoUringTcpInfo();

    Peers() {}

    /** False if the peer has closed the connection; true as far as can be known. Java's own sockets cannot tell. */
    public boolean isEstablished(Channel channel) {
        try {
            if (channel instanceof EpollSocketChannel epoll) {
                return epoll.tcpInfo(epollInfo).state() == ESTABLISHED;
            }
            if (channel instanceof IoUringSocketChannel ioUring) {
                return ioUring.tcpInfo(ioUringInfo).state() == ESTABLISHED;
            }
        } catch (ChannelException closed) {
            return false;
        }
        return channel.isActive();
    }
}
