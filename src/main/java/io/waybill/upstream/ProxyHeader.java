package io.waybill.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.NetUtil;
import io.waybill.config.SendProxy;
import io.waybill.exchange.ClientAddress;
import io.waybill.exchange.ClientTls;
import io.waybill.exchange.ConnectEvents;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Writes the header by which a server learns for whom a connection is made (HAProxy's PROXY protocol, sections 2.1 and
 * 2.2). As destination stands the server's own address, which is where the connection goes.
 */
final class ProxyHeader {

    private static final byte[] SIGNATURE = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int UNSPECIFIED = 0x00;
    private static final int TCP_4 = 0x11;
    private static final int TCP_6 = 0x21;
    private static final int AUTHORITY = 0x02;
    private static final int UNIQUE_ID = 0x05;
    private static final int MOST_UNIQUE_ID = 128;
    private static final int IPV6_BYTES = 16;
    private static final int MAPPED = 10;

    private ProxyHeader() {}

    /** @return for the caller to release */
    static ByteBuf of(SendProxy version, ConnectEvents events, InetSocketAddress server) {
        ByteBuf out = Unpooled.buffer(256);
        if (version == SendProxy.V1) {
            writeText(out, events.client(), server);
        } else {
            writeBinary(out, events, server);
        }
        return out;
    }

    private static void writeText(ByteBuf out, @Nullable ClientAddress client, InetSocketAddress server) {
        if (client == null) {
            out.writeCharSequence("PROXY UNKNOWN\r\n", StandardCharsets.US_ASCII);
            return;
        }
        byte[] from = address(client);
        byte[] to = server.getAddress().getAddress();
        boolean ipv6 = from.length == IPV6_BYTES || to.length == IPV6_BYTES;
        String family = ipv6 ? "TCP6 " : "TCP4 ";
        String line = "PROXY " + family + text(from, ipv6) + " " + text(to, ipv6) + " " + client.port() + " "
                + server.getPort() + "\r\n";
        out.writeCharSequence(line, StandardCharsets.US_ASCII);
    }

    private static void writeBinary(ByteBuf out, ConnectEvents events, InetSocketAddress server) {
        ClientAddress client = events.client();
        out.writeBytes(SIGNATURE);
        out.writeByte(client == null ? LOCAL : PROXY);
        int familyAt = out.writerIndex();
        out.writeByte(UNSPECIFIED);
        out.writeShort(0);
        int start = out.writerIndex();
        if (client != null) {
            byte[] from = address(client);
            byte[] to = server.getAddress().getAddress();
            boolean ipv6 = from.length == IPV6_BYTES || to.length == IPV6_BYTES;
            out.setByte(familyAt, ipv6 ? TCP_6 : TCP_4);
            out.writeBytes(ipv6 ? mapped(from) : from).writeBytes(ipv6 ? mapped(to) : to);
            out.writeShort(client.port()).writeShort(server.getPort());
            ClientTls tls = client.tls();
            if (tls != null && tls.serverName() != null) {
                writeExtra(out, AUTHORITY, tls.serverName().getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] id = events.requestId();
        if (id.length > 0 && id.length <= MOST_UNIQUE_ID) {
            writeExtra(out, UNIQUE_ID, id);
        }
        out.setShort(start - 2, out.writerIndex() - start);
    }

    private static void writeExtra(ByteBuf out, int type, byte[] value) {
        out.writeByte(type).writeShort(value.length).writeBytes(value);
    }

    private static byte[] address(ClientAddress client) {
        return NetUtil.createByteArrayFromIpAddressString(new String(client.text(), StandardCharsets.US_ASCII));
    }

    private static String text(byte[] address, boolean ipv6) {
        return NetUtil.bytesToIpAddress(ipv6 ? mapped(address) : address);
    }

    /** Both addresses must be of one family: an IPv4 address beside an IPv6 one is written as such. */
    private static byte[] mapped(byte[] address) {
        if (address.length == IPV6_BYTES) {
            return address;
        }
        byte[] mapped = new byte[IPV6_BYTES];
        mapped[MAPPED] = (byte) 0xFF;
        mapped[MAPPED + 1] = (byte) 0xFF;
        System.arraycopy(address, 0, mapped, MAPPED + 2, address.length);
        return mapped;
    }
}
