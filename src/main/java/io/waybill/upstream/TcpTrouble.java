package io.waybill.upstream;

import io.netty.channel.ConnectTimeoutException;
import io.waybill.exchange.Failure;
import java.io.IOException;
import java.net.ConnectException;

/** What exceptions of the transport mean. */
final class TcpTrouble {

    private TcpTrouble() {}

    /** What it means that TCP has not come to a connection. */
    static Failure failure(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return Failure.CONNECT_TIMEOUT;
        }
        if (!(cause instanceof IOException)) {
            // Not even a socket could be made: no file descriptor is left.
            return Failure.NO_SOCKET;
        }
        String message = String.valueOf(cause.getMessage());
        if (message.contains("Cannot assign requested address")) {
            // Every local port is taken.
            return Failure.NO_SOCKET;
        }
        boolean refused = cause instanceof ConnectException && message.contains("refused");
        return refused ? Failure.CONNECT_REFUSED : Failure.CONNECT_FAILED;
    }
}
