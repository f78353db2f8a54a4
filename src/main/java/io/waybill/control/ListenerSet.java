package io.waybill.control;

import io.waybill.config.HostPort;
import io.waybill.config.ListenerConfig;
import io.waybill.config.WaybillConfig;
import io.waybill.exchange.Failure;
import io.waybill.frontend.Listener;
import io.waybill.net.ServerTls;
import io.waybill.stats.ConnectionStats;
import io.waybill.stats.ProtocolStats;
import io.waybill.stats.TrafficStats;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The listeners that are open. A change has two halves: {@link #prepare} binds what is new, {@link Change#commit} lets it
 * accept and drains what is gone; {@link Change#undo} in its place leaves everything as it was. Sockets stay open, with
 * their connections and the counters of these, as long as any listener has their address, whatever it is called. Requests
 * are counted by name: one that moves goes on counting. Changes are made by one thread at a time; reading is safe from
 * any.
 */
public final class ListenerSet {

    private final DataPlanePort dataPlane;
    private final int loops;
    private final ListenerTls tls = new ListenerTls();
    private final List<OpenListener> leaving = new CopyOnWriteArrayList<>();
    private volatile List<OpenListener> current = List.of();

    /** @param loops event loops of the process, each with counters of its own */
    public ListenerSet(DataPlanePort dataPlane, int loops) {
        this.dataPlane = dataPlane;
        this.loops = loops;
    }

    /** Those of the configuration, in its order. */
    public List<OpenListener> current() {
        return current;
    }

    /** Those that take no connections any more, while they have some. */
    public List<OpenListener> leaving() {
        return List.copyOf(leaving);
    }

    /** Everything that is bound or has connections. */
    public List<Listener> all() {
        List<Listener> all = new ArrayList<>();
        for (OpenListener open : current) {
            all.add(open.listener());
        }
        for (OpenListener open : leaving) {
            all.add(open.listener());
        }
        return all;
    }

    /** Binds what these listeners need and nobody has; problems are lines for the operator. */
    Change prepare(WaybillConfig config) {
        Change change = new Change(config);
        config.listeners().forEach(change::add);
        return change;
    }

    /** The one whose sockets will do for that listener: its own, else those of one that has another name, or will have. */
    private @Nullable OpenListener withSocketFor(ListenerConfig wanted) {
        OpenListener before = named(wanted.name());
        if (before != null && isSameSocket(before.config(), wanted)) {
            return before;
        }
        return current.stream()
                .filter(open -> wanted.address().port() != 0 && isSameSocket(open.config(), wanted))
                .findFirst()
                .orElse(null);
    }

    /** Whether what listens for the one can listen for the other. */
    static boolean isSameSocket(ListenerConfig before, ListenerConfig wanted) {
        return before.address().equals(wanted.address()) && (before.tls() == null) == (wanted.tls() == null);
    }

    private @Nullable OpenListener named(String name) {
        return current.stream()
                .filter(open -> open.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Ends the connections of a listener that is leaving, if there still are any. */
    void cut(OpenListener open) {
        if (leaving.remove(open)) {
            open.listener().closeAll();
        }
        closeTls();
    }

    /** Forgets those that have left. */
    void sweep() {
        if (leaving.removeIf(open -> open.listener().connections() == 0)) {
            closeTls();
        }
    }

    private void closeTls() {
        List<OpenListener> open = new ArrayList<>(current);
        open.addAll(leaving);
        tls.closeAllBut(open);
    }

    /** Lets go of what connections began with, after the last of them. */
    public void close() {
        tls.closeAllBut(List.of());
    }

    /** What is wrong with the TLS of these listeners, as lines for the operator. */
    static List<String> problemsOfTls(WaybillConfig config) {
        List<String> problems = new ArrayList<>();
        for (ListenerConfig listener : config.listeners()) {
            try {
                ListenerTls.tryOut(listener);
            } catch (SSLException unusable) {
                problems.add(problemOfTls(listener, unusable));
            }
        }
        return problems;
    }

    private static String problemOfTls(ListenerConfig listener, SSLException unusable) {
        return "listeners." + listener.name() + ".tls: " + Reasons.of(unusable);
    }

    private static InetSocketAddress socketAddress(HostPort address) {
        return address.host().equals("*")
                ? new InetSocketAddress(address.port())
                : new InetSocketAddress(address.host(), address.port());
    }

    /** A change that is prepared: bound, but nobody is accepted yet. */
    final class Change {

        private final WaybillConfig config;
        private final List<OpenListener> next = new ArrayList<>();
        private final List<Listener> bound = new ArrayList<>();
        private final List<String> problems = new ArrayList<>();

        private Change(WaybillConfig config) {
            this.config = config;
        }

        /** Empty if everything could be bound. */
        List<String> problems() {
            return problems;
        }

        private void add(ListenerConfig wanted) {
            OpenListener socket = withSocketFor(wanted);
            try {
                ServerTls with = tls.of(wanted, before(wanted, socket));
                if (socket == null) {
                    open(wanted, with);
                } else {
                    next.add(new OpenListener(
                            wanted,
                            socket.listener(),
                            socket.port(),
                            with,
                            trafficOf(wanted, socket),
                            socket.connections(),
                            socket.protocols()));
                }
            } catch (SSLException unusable) {
                problems.add(problemOfTls(wanted, unusable));
            }
        }

        private List<OpenListener> before(ListenerConfig wanted, @Nullable OpenListener socket) {
            return Stream.of(Optional.ofNullable(named(wanted.name())), Optional.ofNullable(socket))
                    .flatMap(Optional::stream)
                    .toList();
        }

        /** Those of its name, else those of the name that its sockets had, else new ones. */
        private TrafficStats trafficOf(ListenerConfig wanted, @Nullable OpenListener socket) {
            OpenListener before = named(wanted.name());
            if (before == null && socket != null && !isWanted(socket.name())) {
                before = socket;
            }
            return before == null ? new TrafficStats(loops, Failure.count()) : before.traffic();
        }

        private boolean isWanted(String name) {
            return config.listeners().stream()
                    .anyMatch(listener -> listener.name().equals(name));
        }

        /** Those of its name, unless they stay with its sockets, which another one takes over. */
        private ConnectionStats connectionsOf(ListenerConfig wanted) {
            OpenListener before = named(wanted.name());
            boolean stay = before != null
                    && config.listeners().stream().anyMatch(other -> before.equals(withSocketFor(other)));
            return before == null || stay ? new ConnectionStats(loops) : before.connections();
        }

        private void open(ListenerConfig wanted, @Nullable ServerTls with) {
            TrafficStats traffic = trafficOf(wanted, null);
            ConnectionStats connections = connectionsOf(wanted);
            ProtocolStats protocols = protocolsOf(wanted, connections);
            Listener listener = dataPlane.listener(
                    config, wanted, with, new DataPlanePort.Counters(traffic, connections, protocols));
            try {
                int port = listener.bind(
                                socketAddress(wanted.address()),
                                isOurs(wanted.address().port()))
                        .getPort();
                bound.add(listener);
                next.add(new OpenListener(wanted, listener, port, with, traffic, connections, protocols));
            } catch (IOException cannotBind) {
                problems.add("cannot bind listener " + wanted.name() + " to " + wanted.address() + ": "
                        + cannotBind.getMessage());
            }
        }

        /** They go with the counters of connections. */
        private ProtocolStats protocolsOf(ListenerConfig wanted, ConnectionStats connections) {
            OpenListener before = named(wanted.name());
            return before != null && before.connections() == connections
                    ? before.protocols()
                    : new ProtocolStats(loops);
        }

        private boolean isOurs(int port) {
            return port != 0 && current.stream().anyMatch(open -> open.port() == port);
        }

        /**
         * The change holds: new listeners accept, those that are gone do not any more and let their connections end.
         *
         * @return those that are gone
         */
        List<OpenListener> commit() {
            Set<Listener> kept = new HashSet<>();
            boolean taken = true;
            List<OpenListener> before = current;
            current = List.copyOf(next);
            for (OpenListener open : next) {
                Listener listener = open.listener();
                kept.add(listener);
                if (bound.contains(listener)) {
                    listener.accept();
                } else {
                    taken &= dataPlane.use(config, open);
                }
            }
            List<OpenListener> gone = before.stream()
                    .filter(open -> !kept.contains(open.listener()))
                    .toList();
            leaving.addAll(gone);
            gone.forEach(open -> leave(open.listener()));
            if (taken) {
                // Otherwise a loop may still begin a connection with what it was told before; the next change sees to
                // it.
                closeTls();
            }
            return gone;
        }

        /** What was bound is closed again. Who connected meanwhile, to a port that was ours before, is answered. */
        void undo() {
            bound.forEach(ListenerSet::leave);
            closeTls();
        }
    }

    private static void leave(Listener listener) {
        listener.stopAccepting();
        listener.drain();
    }
}
