package io.waybill.http;

import java.util.ArrayDeque;

/**
 * The heads of one event loop that wait to be filled again, so that a request makes no garbage of its own. Heads whose
 * array grew beyond {@value #MOST_BYTES_KEPT} bytes are not kept. Confined to one event loop.
 */
public final class HeadPool {

    private static final int MOST_KEPT = 512;
    private static final int MOST_BYTES_KEPT = 8192;
    private static final int MOST_LINES_KEPT = 192;

    private final ArrayDeque<RequestHead> requests = new ArrayDeque<>();
    private final ArrayDeque<ResponseHead> responses = new ArrayDeque<>();

    /** An empty head; the caller gives it back with {@link #give(RequestHead)}, once. */
    public RequestHead takeRequest() {
        RequestHead head = requests.pollLast();
        if (head == null) {
            head = new RequestHead();
        }
        head.reset();
        return head;
    }

    /** An empty head; the caller gives it back with {@link #give(ResponseHead)}, once. */
    public ResponseHead takeResponse() {
        ResponseHead head = responses.pollLast();
        if (head == null) {
            head = new ResponseHead();
        }
        head.reset();
        return head;
    }

    public void give(RequestHead head) {
        if (requests.size() < MOST_KEPT && isSmall(head.fields())) {
            requests.addLast(head);
        }
    }

    public void give(ResponseHead head) {
        if (responses.size() < MOST_KEPT && isSmall(head.fields())) {
            responses.addLast(head);
        }
    }

    /** What it held last tells how far its arrays grew. */
    private static boolean isSmall(FieldSection fields) {
        return fields.bytes().length <= MOST_BYTES_KEPT
                && fields.appendedLength() <= MOST_BYTES_KEPT
                && fields.count() <= MOST_LINES_KEPT;
    }
}
