package io.waybill.pool;

import io.waybill.balance.Candidate;
import io.waybill.stats.ConnectionStats;
import io.waybill.stats.TrafficStats;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One server of a pool at run time. Made by {@link ServerRegistry}, which gives the same object to every snapshot that
 * names the same server, so that its state, its statistics and its requests in flight outlive a reload.
 *
 * <p>The state has one writer, the control thread; everything else is safe from any thread.
 */
public final class Server implements Candidate {

    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;
    private static final int MAX_TRANSITIONS = 100;
    private static final long NEWS_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final String name;
    private final byte[] label;
    private final InetSocketAddress address;
    private final boolean secure;
    private final byte[] hostField;
    private final int slot;
    private final TrafficStats traffic;
    private final ConnectionStats connections;
    private final AtomicInteger requestsInFlight = new AtomicInteger();
    private final AtomicLong toldNanos = new AtomicLong(System.nanoTime() - NEWS_NANOS);
    private volatile ServerState state;
    private volatile List<Transition> transitions = List.of();
    private volatile boolean retired;

    Server(ServerId id, InetSocketAddress address, boolean secure, ServerState state, int slot, ServerStats stats) {
        this.name = id.server();
        this.label = id.toString().getBytes(StandardCharsets.UTF_8);
        this.address = address;
        this.secure = secure;
        this.hostField = hostField(address, secure ? HTTPS_PORT : HTTP_PORT);
        this.state = state;
        this.slot = slot;
        this.traffic = stats.traffic();
        this.connections = stats.connections();
    }

    private static byte[] hostField(InetSocketAddress address, int defaultPort) {
        String host = address.getHostString();
        String bracketed = host.indexOf(':') < 0 ? host : "[" + host + "]";
        String port = address.getPort() == defaultPort ? "" : ":" + address.getPort();
        return ("Host: " + bracketed + port + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** Unique within its pool. */
    public String name() {
        return name;
    }

    /** {@code pool/server} as bytes, for logs. Not to be changed. */
    public byte[] label() {
        return label;
    }

    /** Where it listens; resolved once, before this object was made. */
    public InetSocketAddress address() {
        return address;
    }

    /** Whether it is spoken to over TLS. */
    public boolean isSecure() {
        return secure;
    }

    /** The field line {@code Host: address CRLF} as bytes, for pools that do not keep the client's. Not to be changed. */
    public byte[] hostField() {
        return hostField;
    }

    /** A small number that no other server of this process has or had: loops index their own arrays with it. */
    public int slot() {
        return slot;
    }

    /** Whether and how much it takes part. */
    public ServerState state() {
        return state;
    }

    /**
     * Control thread only, which then has {@link Pool#usableServersChanged} called on every pool that has this server.
     *
     * @param cause of the change, for its history
     */
    public void state(ServerState newState, String cause) {
        String before = state.status();
        state = newState;
        String after = newState.status();
        if (!before.equals(after)) {
            List<Transition> all = new ArrayList<>(transitions);
            if (all.size() == MAX_TRANSITIONS) {
                all.remove(0);
            }
            all.add(new Transition(Instant.now(), before, after, cause));
            transitions = List.copyOf(all);
        }
    }

    /** Its last {@value #MAX_TRANSITIONS} changes, the oldest first. */
    public List<Transition> transitions() {
        return transitions;
    }

    /** Control thread only: no snapshot has it any more. What runs on it finishes; no connection to it is kept. */
    public void retire() {
        retired = true;
    }

    public boolean isRetired() {
        return retired;
    }

    /** Whether new requests may go to it: its state says so, and its name was resolved. */
    public boolean isUsable() {
        return state.isUsable() && !address.isUnresolved();
    }

    /** Whether new requests may go to it when checks are disregarded. */
    boolean isUsableInPanic() {
        return state.isUsableInPanic() && !address.isUnresolved();
    }

    /** In HAProxy's words, which operators' tools know: {@code UP}, {@code no check}, {@code MAINT} and so on. */
    public String status() {
        return address.isUnresolved() ? "MAINT (resolution)" : state.status();
    }

    @Override
    public int weight() {
        return state.weight();
    }

    /** Counts a request in; the caller owes exactly one {@link #attemptEnded}. */
    public void attemptBegan() {
        requestsInFlight.getAndIncrement();
    }

    public void attemptEnded() {
        requestsInFlight.getAndDecrement();
    }

    @Override
    public int requestsInFlight() {
        return requestsInFlight.get();
    }

    /** Whether the operator is to be told of its connections that fail: true once a minute, for one of all loops. */
    public boolean isNews(long nowNanos) {
        long before = toldNanos.get();
        return nowNanos - before >= NEWS_NANOS && toldNanos.compareAndSet(before, nowNanos);
    }

    public TrafficStats traffic() {
        return traffic;
    }

    public ConnectionStats connections() {
        return connections;
    }

    @Override
    public String toString() {
        return new String(label, StandardCharsets.UTF_8);
    }
}
