package io.waybill.admin;

/** One way to change something: understands what is asked for, and gives it as an order. */
interface Change {

    /**
     * @param body empty if there was none
     * @throws WrongRequest if it makes no sense; nothing was changed
     */
    Order order(AdminRequest request, byte[] body, Caller by) throws WrongRequest;
}
