package io.waybill.exchange;

/** What a connector tells an attempt. */
public interface ConnectEvents {

    /**
     * The connection stands.
     *
     * @return whether the stream is still wanted; if not, the connector keeps the connection for others
     */
    boolean onConnected(UpstreamStream stream);

    void onConnectFailed(Failure failure);
}
