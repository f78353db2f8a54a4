package io.waybill.control;

import io.waybill.config.HostPort;
import io.waybill.config.ListenerConfig;
import io.waybill.config.WaybillConfig;
import io.waybill.exchange.Failure;
import io.waybill.frontend.Listener;
import io.waybill.stats.ConnectionStats;
import io.waybill.stats.ProtocolStats;
import io.waybill.stats.TrafficStats;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
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
    }

    /** Forgets those that have left. */
    void sweep() {
        leaving.removeIf(open -> open.listener().connections() == 0);
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
            if (socket == null) {
                open(wanted, trafficOf(wanted, null), connectionsOf(wanted));
            } else {
                next.add(new OpenListener(
                        wanted,
                        socket.listener(),
                        socket.port(),
                        null,
                        trafficOf(wanted, socket),
                        socket.connections(),
                        socket.protocols()));
            }
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

        private void open(ListenerConfig wanted, TrafficStats traffic, ConnectionStats connections) {
            ProtocolStats protocols = new ProtocolStats(loops);
            Listener listener = dataPlane.listener(config, wanted, traffic, connections, protocols);
            try {
                int port = listener.bind(
                                socketAddress(wanted.address()),
                                isOurs(wanted.address().port()))
                        .getPort();
                bound.add(listener);
                next.add(new OpenListener(wanted, listener, port, null, traffic, connections, protocols));
            } catch (IOException cannotBind) {
                problems.add("cannot bind listener " + wanted.name() + " to " + wanted.address() + ": "
                        + cannotBind.getMessage());
            }
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
            List<OpenListener> before = current;
            current = List.copyOf(next);
            for (OpenListener open : next) {
                Listener listener = open.listener();
                kept.add(listener);
                if (bound.contains(listener)) {
                    listener.accept();
                } else {
                    dataPlane.use(config, open);
                }
            }
            List<OpenListener> gone = before.stream()
                    .filter(open -> !kept.contains(open.listener()))
                    .toList();
            leaving.addAll(gone);
            gone.forEach(open -> leave(open.listener()));
            return gone;
        }

        /** What was bound is closed again. Who connected meanwhile, to a port that was ours before, is answered. */
        void undo() {
            bound.forEach(ListenerSet::leave);
        }
    }

    private static void leave(Listener listener) {
        listener.stopAccepting();
        listener.drain();
    }
}
