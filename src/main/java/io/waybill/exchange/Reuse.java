package io.waybill.exchange;

/** Which idle connections will do for an attempt. */
public enum Reuse {
    /** Any: should the server just have closed it, the request can be sent again. */
    ANY,
    /** One that the kernel says is open at this moment: the request must not be lost with its connection. */
    SURELY_OPEN,
    /** None: an idle connection has failed already. */
    NONE
}
