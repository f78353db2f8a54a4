package io.waybill.admin;

/**
 * What a page answers. Immutable.
 *
 * @param status of HTTP
 * @param contentType with its character set
 * @param body UTF-8 when it is sent
 */
record Answer(int status, String contentType, String body) {

    static final String TEXT = "text/plain; charset=utf-8";
    static final String JSON = "application/json";

    static Answer text(int status, String body) {
        return new Answer(status, TEXT, body);
    }

    static Answer json(String body) {
        return new Answer(200, JSON, body);
    }
}
