package io.waybill.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * A small name server on 127.0.0.1 that knows what it is told: A and AAAA over UDP, RFC 1035 section 4. A name that it was
 * not told of does not exist. Safe from any thread.
 */
public final class DnsServer implements AutoCloseable {

    private static final int A = 1;
    private static final int AAAA = 28;
    private static final int HEADER_BYTES = 12;
    private static final int RESPONSE = 0x8580;
    private static final int NO_SUCH_NAME = 3;

    private final DatagramSocket socket;
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final List<String> queries = new CopyOnWriteArrayList<>();
    private volatile boolean silent;
    private volatile boolean maimed;

    private record Entry(int ttlSeconds, List<InetAddress> addresses) {}

    private DnsServer(DatagramSocket socket) {
        this.socket = socket;
    }

    public static DnsServer start() {
        try {
            DnsServer server = new DnsServer(
                    new DatagramSocket(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0)));
            Thread thread = new Thread(server::serve, "dns-server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** From now on the name has these addresses, of either family; it exists without any if there are none. */
    public void answer(String name, int ttlSeconds, String... addresses) {
        entries.put(
                name,
                new Entry(
                        ttlSeconds, Stream.of(addresses).map(DnsServer::address).toList()));
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on the name does not exist. */
    public void fail(String name) {
        entries.remove(name);
    }

    /** Whether every query is left without an answer. */
    public void silent(boolean now) {
        silent = now;
    }

    /** Whether every address lacks its last byte. */
    public void maimed(boolean now) {
        maimed = now;
    }

    /** The names asked for so far, in their order, once for each type. */
    public List<String> queries() {
        return List.copyOf(queries);
    }

    private void serve() {
        byte[] bytes = new byte[1500];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
                socket.receive(packet);
                byte[] answer = answerTo(ByteBuffer.wrap(bytes, 0, packet.getLength()));
                if (!silent) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException closed) {
            // the end of the test
        }
    }

    private byte[] answerTo(ByteBuffer query) {
        short id = query.getShort(0);
        query.position(HEADER_BYTES);
        String name = name(query);
        int type = query.getShort();
        query.getShort();
        int questionEnd = query.position();
        queries.add(name);
        Entry entry = entries.get(name);
        List<InetAddress> fitting = entry == null
                ? List.of()
                : entry.addresses.stream()
                        .filter(address -> address.getAddress().length == (type == A ? 4 : type == AAAA ? 16 : 0))
                        .toList();
        int ttl = entry == null ? 0 : entry.ttlSeconds;
        ByteBuffer answer = ByteBuffer.allocate(1500);
        answer.putShort(id).putShort((short) (RESPONSE | (entry == null ? NO_SUCH_NAME : 0)));
        answer.putShort((short) 1).putShort((short) fitting.size()).putInt(0);
        answer.put(query.duplicate().position(HEADER_BYTES).limit(questionEnd));
        for (InetAddress address : fitting) {
            byte[] raw = Arrays.copyOf(address.getAddress(), address.getAddress().length - (maimed ? 1 : 0));
            answer.putShort((short) (0xc000 | HEADER_BYTES))
                    .putShort((short) type)
                    .putShort((short) 1);
            answer.putInt(ttl).putShort((short) raw.length).put(raw);
        }
        byte[] out = new byte[answer.position()];
        answer.flip().get(out);
        return out;
    }

    private static String name(ByteBuffer query) {
        StringBuilder name = new StringBuilder();
        for (int length = query.get(); length > 0; length = query.get()) {
            byte[] label = new byte[length];
            query.get(label);
            name.append(name.length() == 0 ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        socket.close();
    }
}
