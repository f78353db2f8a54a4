package io.waybill.http1;

import io.waybill.testkit.BadResponses;
import io.waybill.testkit.MalformedRequests;
import io.waybill.testkit.WireCase;
import java.util.List;
import java.util.Random;

/** Messages put together at random from parts that are in order and parts that are not, some of them then damaged. */
final class GeneratedMessages {

    private static final String[] METHODS = {"GET", "GET", "GET", "POST", "PUT", "OPTIONS", "X", "G(T", ""};
    private static final String[] TARGETS = {
        "/", "/", "/a/b?c=d", "http://a/b", "*", "/%41%2e", "/a b", "/\u00e9", "/#", "", "/../"
    };
    private static final String[] VERSIONS = {
        "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "http/1.1", "HTTP/1.1 ", ""
    };
    private static final String[] STATUS = {"200", "200", "204", "304", "100", "404", "99", "2000", "2x0", ""};
    private static final String[] REASONS = {"OK", "", "Not Found", "\u00e9", "O\0K", "O\rK"};
    private static final String[] NAMES = {
        "Accept",
        "X-Any",
        "cookie",
        "Host",
        "Connection",
        "Upgrade",
        "Content-Length",
        "Transfer-Encoding",
        "a_b",
        "Na me",
        "Name ",
        "",
        "N\0",
        "N\u00e9",
        "\tName",
        "Expect"
    };
    private static final String[] VALUES = {
        "value",
        "a, b; c=\"d\"",
        "",
        " spaced \t",
        "\u00e9",
        "5",
        "5",
        "chunked",
        "chunked",
        "close",
        "websocket",
        "5, 5",
        "x\0y",
        "x\ry",
        "x\u007f",
        "x\u0001",
        "+5",
        "chunked, chunked",
        "100-continue",
        "x\r\n folded"
    };
    private static final String[] LINE_ENDS = {
        "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r",
        "\r\r\n"
    };
    private static final String[] BODIES = {
        "", "", "hello", "5\r\nhello\r\n0\r\n\r\n", "5;a=b\r\nhello\r\n0\r\nA: b\r\n\r\n", "5\nhello\r\n0\r\n\r\n",
        "5\r\nhello0\r\n\r\n", "g\r\n", "ffffffffffffffff\r\n", "5;\"\r\nhello\r\n0\r\n\r\n", "0\r\nHost: a\r\n\r\n",
                "-1\r\n"
    };

    private final Random random;
    private final List<WireCase> requests = MalformedRequests.all();
    private final List<WireCase> responses = BadResponses.all();

    GeneratedMessages(Random random) {
        this.random = random;
    }

    byte[] request() {
        if (random.nextInt(8) == 0) {
            return damaged(requests.get(random.nextInt(requests.size())).bytes());
        }
        StringBuilder text = new StringBuilder();
        text.append(any(METHODS)).append(' ').append(any(TARGETS)).append(' ').append(any(VERSIONS));
        text.append(any(LINE_ENDS)).append("Host: a").append(any(LINE_ENDS));
        return rest(text);
    }

    byte[] response() {
        if (random.nextInt(8) == 0) {
            return damaged(responses.get(random.nextInt(responses.size())).bytes());
        }
        StringBuilder text = new StringBuilder();
        text.append(any(VERSIONS)).append(' ').append(any(STATUS)).append(' ').append(any(REASONS));
        text.append(any(LINE_ENDS));
        return rest(text);
    }

    private byte[] rest(StringBuilder text) {
        for (int fields = random.nextInt(4); fields > 0; fields--) {
            // most of them in order, or hardly a message would be
            boolean odd = random.nextInt(3) == 0;
            text.append(odd ? any(NAMES) : NAMES[random.nextInt(3)]).append(": ");
            text.append(odd ? any(VALUES) : VALUES[random.nextInt(5)]);
            text.append(any(LINE_ENDS));
        }
        text.append("\r\n").append(any(BODIES));
        byte[] bytes = Wire.bytes(text.toString());
        return random.nextInt(4) == 0 ? damaged(bytes) : bytes;
    }

    private byte[] damaged(byte[] bytes) {
        byte[] damaged = bytes.clone();
        for (int i = random.nextInt(3); i > 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(Math.min(damaged.length, 200))] = (byte) random.nextInt(256);
        }
        return damaged;
    }

    private String any(String[] choices) {
        return choices[random.nextInt(choices.length)];
    }
}
