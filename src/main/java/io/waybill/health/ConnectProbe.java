package io.waybill.health;

import io.waybill.config.ServerHttp;
import io.waybill.exchange.ClientAddress;
import io.waybill.exchange.ConnectEvents;
import io.waybill.exchange.Connector;
import io.waybill.exchange.Failure;
import io.waybill.exchange.Reuse;
import io.waybill.exchange.UpstreamStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks whether a server takes connections, and TLS handshakes if it should: makes one and closes it. Confined to one event loop. */
final class ConnectProbe implements RunningProbe, ConnectEvents {

    private final Connector connector;
    private final Shadow shadow;
    private final Consumer<Verdict> told;
    private boolean inHandshake;
    private boolean over;

    ConnectProbe(Connector connector, Shadow shadow, Consumer<Verdict> told) {
        this.connector = connector;
        this.shadow = shadow;
        this.told = told;
    }

    @Override
    public void begin() {
        connector.connect(shadow.pool(), shadow.server(), Reuse.NONE, this);
    }

    @Override
    public boolean onConnected(UpstreamStream stream) {
        stream.cancel();
        if (shadow.pool().settings().link().http() != ServerHttp.H1) {
            // A connection with many streams outlives one of them.
            connector.forget(shadow.server());
        }
        tell(new Verdict(shadow.server().isSecure() ? CheckCode.L6OK : CheckCode.L4OK, 0, ""));
        return true;
    }

    @Override
    public @Nullable ClientAddress client() {
        return null;
    }

    @Override
    public byte[] requestId() {
        return new byte[0];
    }

    @Override
    public void onHandshake() {
        inHandshake = true;
    }

    @Override
    public void onConnectFailed(Failure failure) {
        tell(ofFailure(failure, inHandshake));
    }

    private void tell(Verdict verdict) {
        if (!over) {
            over = true;
            told.accept(verdict);
        }
    }

    @Override
    public Verdict timeOut() {
        over = true;
        return ofFailure(Failure.CONNECT_TIMEOUT, inHandshake);
    }

    @Override
    public void cancel() {
        over = true;
    }

    /**
     * What it means that there is no connection.
     *
     * @param inHandshake whether TCP stood already
     */
    static Verdict ofFailure(Failure failure, boolean inHandshake) {
        CheckCode code = CheckCode.L4CON;
        if (failure == Failure.CONNECT_TIMEOUT) {
            code = inHandshake ? CheckCode.L6TOUT : CheckCode.L4TOUT;
        } else if (failure == Failure.TLS_FAILED) {
            code = CheckCode.L6RSP;
        } else if (failure == Failure.NO_SOCKET) {
            code = CheckCode.SOCKERR;
        }
        return new Verdict(code, 0, failure.word());
    }
}
