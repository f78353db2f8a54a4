package io.waybill.exchange;

import org.jspecify.annotations.Nullable;

/** What a connector tells an attempt. */
public interface ConnectEvents {

    /**
     * The connection stands.
     *
     * @return whether the stream is still wanted; if not, the connector keeps the connection for others
     */
    boolean onConnected(UpstreamStream stream);

    /** For whom the connection is made; null for Waybill itself, as for a check. */
    @Nullable
    ClientAddress client();

    /** The ID of the request that the connection is made for, in bytes of ASCII. Not to be changed. */
    byte[] requestId();

    /** TCP stands, and TLS is being agreed upon; not told where a connection is there already. */
    default void onHandshake() {}

    void onConnectFailed(Failure failure);
}
