package io.waybill.testkit;

import io.waybill.http.Refusal;
import java.util.ArrayList;
import java.util.List;

/** Requests of which two readers might see different ends. */
final class MalformedFraming {

    private final List<WireCase> cases = new ArrayList<>();

    private MalformedFraming() {}

    static List<WireCase> all() {
        MalformedFraming framing = new MalformedFraming();
        framing.lengths();
        framing.encodings();
        framing.both();
        return framing.cases;
    }

    private void post(Refusal refusal, String name, String lines) {
        post(refusal, name, "HTTP/1.1", lines);
    }

    private void post(Refusal refusal, String name, String version, String lines) {
        cases.add(WireCase.head(
                refusal,
                "framing: " + name,
                "POST / " + version + "\r\nHost: example.com\r\n" + lines + "\r\n\r\n0\r\n\r\n"));
    }

    private void lengths() {
        String[] values = {
            "",
            "+5",
            "-5",
            "-0",
            "5,",
            ",5",
            "5, 5",
            "5,5",
            "5, 6",
            "5 5",
            "5;",
            "5.0",
            "0x5",
            "5x",
            "x5",
            "five",
            "1e1",
            "5\u00a0",
            "\u00a05",
            "5\t5",
            "'5'",
            "\"5\"",
            "0 ,0",
            "9223372036854775808",
            "18446744073709551616",
            "99999999999999999999999999",
            "0x",
            "5\u000b",
            "_5",
            "1_000",
            "\u00b2"
        };
        for (String value : values) {
            boolean control = value.contains("\u000b");
            post(
                    control ? Refusal.FIELD_VALUE : Refusal.CONTENT_LENGTH,
                    "Content-Length: " + value,
                    "Content-Length: " + value);
        }
        post(Refusal.CONTENT_LENGTH_REPEATED, "two lengths", "Content-Length: 5\r\nContent-Length: 6");
        post(Refusal.CONTENT_LENGTH_REPEATED, "twice the same length", "Content-Length: 5\r\nContent-Length: 5");
        post(Refusal.CONTENT_LENGTH_REPEATED, "a length in another case", "Content-Length: 5\r\ncONTENT-lENGTH: 5");
        post(Refusal.CONTENT_LENGTH_REPEATED, "lengths apart", "Content-Length: 5\r\nA: b\r\nContent-Length: 5");
        post(Refusal.CONTENT_LENGTH_REPEATED, "a second, empty length", "Content-Length: 5\r\nContent-Length:");
    }

    private void encodings() {
        String[] values = {
            "",
            "identity",
            "gzip",
            "chunked, gzip",
            "chunked, identity",
            "chunked, chunked",
            "chunked,",
            ",chunked",
            "chunked;q=1",
            "chunked ;",
            "xchunked",
            "chunkedx",
            "chunke",
            "\"chunked\"",
            "'chunked'",
            "chunked chunked",
            "chun ked",
            "x chunked",
            "chunked, xchunked",
            "gzip, chunked, chunked",
            "chunked\u00a0",
            "\u00a0chunked",
            "chunked, ,chunked",
            "g zip, chunked"
        };
        for (String value : values) {
            post(Refusal.TRANSFER_ENCODING, "Transfer-Encoding: " + value, "Transfer-Encoding: " + value);
        }
        for (String value : new String[] {"gzip, chunked", "gzip,chunked", "identity, chunked", "a, b, Chunked"}) {
            post(Refusal.TRANSFER_ENCODING_UNSUPPORTED, "Transfer-Encoding: " + value, "Transfer-Encoding: " + value);
        }
        post(Refusal.FIELD_VALUE, "a control character behind chunked", "Transfer-Encoding: chunked\u000c");
        post(Refusal.TRANSFER_ENCODING, "two encodings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked");
        post(
                Refusal.TRANSFER_ENCODING,
                "an unknown encoding before chunked",
                "Transfer-Encoding: x\r\nTransfer-Encoding: chunked");
        post(
                Refusal.TRANSFER_ENCODING,
                "an unknown encoding behind chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: x");
        post(
                Refusal.TRANSFER_ENCODING,
                "an empty encoding behind chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding:");
        post(Refusal.TRANSFER_ENCODING_IN_1_0, "chunked in HTTP/1.0", "HTTP/1.0", "Transfer-Encoding: chunked");
        post(
                Refusal.TRANSFER_ENCODING_IN_1_0,
                "a length and an encoding in HTTP/1.0",
                "HTTP/1.0",
                "Content-Length: 5\r\nTransfer-Encoding: chunked");
        post(Refusal.TRANSFER_ENCODING_IN_1_0, "identity in HTTP/1.0", "HTTP/1.0", "Transfer-Encoding: identity");
    }

    private void both() {
        post(
                Refusal.LENGTH_AND_ENCODING,
                "a length and an encoding",
                "Content-Length: 5\r\nTransfer-Encoding: chunked");
        post(
                Refusal.LENGTH_AND_ENCODING,
                "an encoding and a length",
                "Transfer-Encoding: chunked\r\nContent-Length: 5");
        post(
                Refusal.LENGTH_AND_ENCODING,
                "a length of 0 and chunked",
                "Content-Length: 0\r\nTransfer-Encoding: chunked");
        post(Refusal.LENGTH_AND_ENCODING, "a length and identity", "Content-Length: 5\r\nTransfer-Encoding: identity");
        post(Refusal.LENGTH_AND_ENCODING, "a length and an unknown one", "Content-Length: 5\r\nTransfer-Encoding: x");
        post(
                Refusal.LENGTH_AND_ENCODING,
                "a malformed length and an encoding",
                "Content-Length: x\r\nTransfer-Encoding: chunked");
        post(
                Refusal.LENGTH_AND_ENCODING,
                "an encoding that Connection names, and a length",
                "Connection: Transfer-Encoding\r\nContent-Length: 5\r\nTransfer-Encoding: chunked");
    }
}
