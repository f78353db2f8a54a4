package io.waybill.testkit;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What came on one HTTP/2 stream, frame by frame, until it ended. Confined to one thread. */
public final class Http2Response {

    private static final int NO_RESET = -1;

    private final List<List<String>> informational = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private List<String> fields = List.of();
    private List<String> trailers = List.of();
    private boolean ended;
    private int resetCode = NO_RESET;

    Http2Response() {}

    /** Takes the next frame of the stream. */
    void take(Http2Frame frame) {
        if (frame.type() == Http2Frame.HEADERS) {
            head(frame.fields());
        } else if (frame.type() == Http2Frame.CONTINUATION && !frame.fields().isEmpty()) {
            head(frame.fields());
        } else if (frame.type() == Http2Frame.DATA) {
            body.writeBytes(frame.payload());
        } else if (frame.type() == Http2Frame.RST_STREAM) {
            resetCode = frame.errorCode();
        }
        ended |= frame.endsStream();
    }

    private void head(List<String> lines) {
        String status = value(lines, ":status");
        if (status == null) {
            trailers = lines;
        } else if (status.startsWith("1")) {
            informational.add(lines);
        } else {
            fields = lines;
        }
    }

    /** 0 if no head came. */
    public int status() {
        String status = value(fields, ":status");
        return status == null ? 0 : Integer.parseInt(status);
    }

    /** The lines of the head, {@code :status} included. */
    public List<String> fields() {
        return fields;
    }

    /** Value of the first field with this name; null if there is none. */
    public @Nullable String field(String name) {
        return value(fields, name);
    }

    public List<String> trailers() {
        return trailers;
    }

    /** Value of the first trailer with this name; null if there is none. */
    public @Nullable String trailer(String name) {
        return value(trailers, name);
    }

    /** The heads of 1xx responses, in the order in which they came. */
    public List<List<String>> informational() {
        return informational;
    }

    public byte[] body() {
        return body.toByteArray();
    }

    /** The body, one character for each byte. */
    public String text() {
        return MessageReader.text(body());
    }

    /** Whether the stream ended as it should: by END_STREAM. */
    public boolean isComplete() {
        return ended;
    }

    /** The code of the RST_STREAM that came; -1 if none did. */
    public int resetCode() {
        return resetCode;
    }

    private static @Nullable String value(List<String> lines, String name) {
        String wanted = name.toLowerCase(Locale.ROOT) + ": ";
        for (String line : lines) {
            if (line.startsWith(wanted)) {
                return line.substring(wanted.length());
            }
        }
        return null;
    }

    @Override
    public String toString() {
        return "status=" + status() + " fields=" + fields + " body=" + body.size() + " trailers=" + trailers + " ended="
                + ended + " reset=" + resetCode;
    }
}
