package io.waybill.frontend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageEncoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.handler.codec.haproxy.HAProxyTLV;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PROXY headers from bytes; Netty's encoder, which shares no line with the reader, makes the good ones. */
class ProxyHeaderTest {

    private static final int COMMAND = 12;
    private static final int FAMILY = 13;

    private static byte[] encoded(HAProxyMessage message) {
        EmbeddedChannel channel = new EmbeddedChannel(HAProxyMessageEncoder.INSTANCE);
        channel.writeOutbound(message);
        ByteBuf out = channel.readOutbound();
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes).release();
        channel.finishAndReleaseAll();
        return bytes;
    }

    private static byte[] encoded(HAProxyProtocolVersion version, boolean ipv6) {
        return encoded(new HAProxyMessage(
                version,
                HAProxyCommand.PROXY,
                ipv6 ? HAProxyProxiedProtocol.TCP6 : HAProxyProxiedProtocol.TCP4,
                ipv6 ? "2001:db8::7" : "192.0.2.7",
                ipv6 ? "2001:db8::1" : "192.0.2.1",
                40_312,
                443));
    }

    private static byte[] block(HAProxyTLV... extensions) {
        return encoded(new HAProxyMessage(
                HAProxyProtocolVersion.V2,
                HAProxyCommand.PROXY,
                HAProxyProxiedProtocol.TCP4,
                "192.0.2.7",
                "192.0.2.1",
                40_312,
                443,
                List.of(extensions)));
    }

    private static HAProxyTLV extension(int type, byte[] value) {
        return new HAProxyTLV((byte) type, Unpooled.wrappedBuffer(value));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Null if it is incomplete or malformed. */
    private static @Nullable ProxyHeader read(byte[] bytes) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        int length = ProxyHeader.length(in);
        return length <= 0 ? null : ProxyHeader.parse(in, length);
    }

    @ParameterizedTest
    @EnumSource(HAProxyProtocolVersion.class)
    void bothVersionsTellTheClientInBothFamilies(HAProxyProtocolVersion version) {
        ProxyHeader four = read(encoded(version, false));
        ProxyHeader six = read(encoded(version, true));

        assertNotNull(four);
        assertNotNull(six);
        assertEquals(new InetSocketAddress("192.0.2.7", 40_312), four.source());
        assertEquals(new InetSocketAddress("2001:db8::7", 40_312), six.source());
    }

    @ParameterizedTest
    @EnumSource(HAProxyProtocolVersion.class)
    void whateverTheCutItIsIncompleteUntilItsLastByte(HAProxyProtocolVersion version) {
        byte[] header = encoded(version, true);
        byte[] followed = Arrays.copyOf(header, header.length + 20);
        for (int length = 0; length < header.length; length++) {
            ByteBuf in = Unpooled.wrappedBuffer(header, 0, length);
            assertEquals(ProxyHeader.INCOMPLETE, ProxyHeader.length(in), "after " + length + " bytes");
        }
        assertEquals(header.length, ProxyHeader.length(Unpooled.wrappedBuffer(header)));
        assertEquals(header.length, ProxyHeader.length(Unpooled.wrappedBuffer(followed)));
    }

    @Test
    void theExtensionsForTheHostAndTheUniqueIdAreRead() {
        ProxyHeader header = read(block(
                extension(0x01, ascii("h2")),
                extension(0x02, ascii("www.example.com")),
                extension(0x05, ascii("ID-1"))));

        assertNotNull(header);
        assertEquals("www.example.com", header.authority());
        assertArrayEquals(ascii("ID-1"), header.uniqueId());
    }

    @Test
    void aHostThatIsNoneIsLeftOut() {
        ProxyHeader header = read(block(extension(0x02, ascii("a\r\nb")), extension(0x05, ascii("ID-1"))));

        assertNotNull(header);
        assertNull(header.authority());
    }

    @Test
    void aSenderThatSpeaksForItselfIsLocal() {
        byte[] local = block();
        local[COMMAND] = 0x20;
        byte[] unspecified = block();
        unspecified[FAMILY] = 0;

        assertSame(ProxyHeader.LOCAL, read(local));
        assertSame(ProxyHeader.LOCAL, read(unspecified));
        assertSame(ProxyHeader.LOCAL, read(ascii("PROXY UNKNOWN\r\n")));
        assertSame(ProxyHeader.LOCAL, read(ascii("PROXY UNKNOWN ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n")));
    }

    @Test
    void aCheckSumHasToBeRight() {
        byte[] header = block(extension(0x03, new byte[4]), extension(0x05, ascii("ID-1")));
        CRC32C sum = new CRC32C();
        sum.update(header);
        int at = header.length - 4 - 3 - 4;
        ByteBuffer.wrap(header).putInt(at, (int) sum.getValue());
        assertNotNull(read(header));

        header[at]++;
        assertNull(read(header));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 40312\r\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 40312 443 1\r\n",
                "PROXY TCP4  192.0.2.7 192.0.2.1 40312 443\r\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 40312 443\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 40312 65536\r\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 -1 443\r\n",
                "PROXY TCP4 192.0.2.7 192.0.2.1 +1 443\r\n",
                "PROXY TCP4 192.0.2.300 192.0.2.1 40312 443\r\n",
                "PROXY TCP4 localhost 192.0.2.1 40312 443\r\n",
                "PROXY TCP4 2001:db8::7 2001:db8::1 40312 443\r\n",
                "PROXY TCP6 192.0.2.7 192.0.2.1 40312 443\r\n",
                "PROXY TCP6 fe80::1%eth0 2001:db8::1 40312 443\r\n",
                "PROXY TCP6 [2001:db8::7] 2001:db8::1 40312 443\r\n",
                "PROXY UDP4 192.0.2.7 192.0.2.1 40312 443\r\n",
                "PROXY UNKNOWNX\r\n",
                "proxy TCP4 192.0.2.7 192.0.2.1 40312 443\r\n",
                "PROXY \r\n"
            })
    void aMalformedLineIsRefused(String line) {
        assertNull(read(ascii(line)));
    }

    @Test
    void aLineWithoutAnEndIsRefusedAfterTheLongestThatThereIs() {
        String line = "PROXY UNKNOWN " + "x".repeat(107);
        assertEquals(ProxyHeader.INCOMPLETE, ProxyHeader.length(Unpooled.wrappedBuffer(ascii(line.substring(0, 106)))));
        assertEquals(ProxyHeader.MALFORMED, ProxyHeader.length(Unpooled.wrappedBuffer(ascii(line.substring(0, 107)))));
    }

    @Test
    void aMalformedBlockIsRefused() {
        byte[] version = block();
        version[COMMAND] = 0x11;
        byte[] command = block();
        command[COMMAND] = 0x22;
        byte[] family = block();
        family[FAMILY] = 0x41;
        byte[] transport = block();
        transport[FAMILY] = 0x13;
        byte[] signature = block();
        signature[11] = 0;
        byte[] tooShort = Arrays.copyOf(block(), 20);
        tooShort[15] = 4;
        byte[] extensionOverEnd = block(extension(0x05, ascii("ID-1")));
        extensionOverEnd[16 + 12 + 2] = 5;
        byte[] extensionCut = Arrays.copyOf(block(), 30);
        extensionCut[15] = 14;

        for (byte[] bad :
                List.of(version, command, family, transport, signature, tooShort, extensionOverEnd, extensionCut)) {
            assertNull(read(bad), () -> Arrays.toString(bad));
        }
    }

    @Test
    void aBlockBeyondTheLimitIsRefusedBeforeItIsRead() {
        byte[] large = Arrays.copyOf(block(), 16);
        ByteBuffer.wrap(large).putShort(14, (short) 4081);
        assertEquals(ProxyHeader.MALFORMED, ProxyHeader.length(Unpooled.wrappedBuffer(large)));
    }
}
