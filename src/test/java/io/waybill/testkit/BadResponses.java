package io.waybill.testkit;

import io.waybill.http.Refusal;
import java.util.ArrayList;
import java.util.List;

/** Responses of servers that Waybill refuses, each with one fault; they answer a GET. */
public final class BadResponses {

    private final List<WireCase> cases = new ArrayList<>();

    private BadResponses() {}

    /** All of them. */
    public static List<WireCase> all() {
        BadResponses responses = new BadResponses();
        responses.statusLines();
        responses.fields();
        responses.framing();
        responses.chunks();
        return List.copyOf(responses.cases);
    }

    private void line(String name, String line) {
        cases.add(WireCase.head(Refusal.STATUS_LINE, "status line: " + name, line + "\r\nContent-Length: 2\r\n\r\nok"));
    }

    private void field(Refusal refusal, String name, String lines) {
        cases.add(WireCase.head(
                refusal, "response: " + name, "HTTP/1.1 200 OK\r\nServer: x\r\n" + lines + "\r\n\r\nhello"));
    }

    private void body(Refusal refusal, String name, String body) {
        cases.add(WireCase.body(
                refusal, "response: " + name, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + body));
    }

    private void statusLines() {
        line("empty line before it", "\r\nHTTP/1.1 200 OK");
        line("a space before it", " HTTP/1.1 200 OK");
        line("HTTP/0.9", "<html>hello</html>");
        line("another protocol", "SSH-2.0-OpenSSH_9.6");
        line("ICY", "ICY 200 OK");
        line("HTTP/2.0", "HTTP/2.0 200 OK");
        line("HTTP/1.2", "HTTP/1.2 200 OK");
        line("HTTP/1", "HTTP/1 200 OK");
        line("HTTP/2 200", "HTTP/2 200");
        line("HTTP/1.10", "HTTP/1.10 200 OK");
        line("lower case", "http/1.1 200 OK");
        line("no status", "HTTP/1.1");
        line("no status but a space", "HTTP/1.1 ");
        line("no status but a reason", "HTTP/1.1 OK");
        line("no space behind the status", "HTTP/1.1 200");
        line("a status of two digits", "HTTP/1.1 20 OK");
        line("a status of four digits", "HTTP/1.1 2000 OK");
        line("a status below 100", "HTTP/1.1 099 OK");
        line("a status of 0", "HTTP/1.1 000 OK");
        line("a status of 600", "HTTP/1.1 600 OK");
        line("a status of 999", "HTTP/1.1 999 OK");
        line("a signed status", "HTTP/1.1 +20 OK");
        line("a negative status", "HTTP/1.1 -20 OK");
        line("a status with a letter", "HTTP/1.1 20x OK");
        line("a reason that touches the status", "HTTP/1.1 200OK");
        line("two spaces before the status", "HTTP/1.1  200 OK");
        line("tabs", "HTTP/1.1\t200\tOK");
        line("a NUL in the reason", "HTTP/1.1 200 O\0K");
        line("a control character in the reason", "HTTP/1.1 200 OK\u0007");
        line("DEL in the reason", "HTTP/1.1 200 OK\u007f");
        line("a bare CR in the reason", "HTTP/1.1 200 O\rK");
        line("CR CR LF", "HTTP/1.1 200 OK\r");
        line("a bare LF", "HTTP/1.1 200 OK\nServer: x");
        line("a request", "GET / HTTP/1.1");
    }

    private void fields() {
        field(Refusal.FIELD_NAME, "a space before the colon", "Name : value");
        field(Refusal.FIELD_NAME, "an empty name", ": value");
        field(Refusal.FIELD_NAME, "no colon", "Name");
        field(Refusal.FIELD_NAME, "a name with NUL", "Na\0me: value");
        field(Refusal.FIELD_NAME, "a name with a parenthesis", "Na(me: value");
        field(Refusal.FIELD_VALUE, "a value with NUL", "Name: val\0ue");
        field(Refusal.FIELD_VALUE, "a value with an escape character", "Name: \u001b[31m");
        field(Refusal.LINE_FOLDING, "a folded value", "Name: value\r\n more");
        field(Refusal.BARE_CR, "a bare CR in a value", "Name: val\rue");
        field(Refusal.BARE_LF, "a bare LF behind a value", "Name: value\nOther: value");
        cases.add(WireCase.head(
                Refusal.BARE_LF, "response: bare LF in place of the empty line", "HTTP/1.1 200 OK\r\nA: b\r\n\nhello"));
    }

    private void framing() {
        for (String value : new String[] {"", "-1", "+5", "5, 5", "5,6", "5 5", "0x5", "five", "9223372036854775808"}) {
            field(Refusal.CONTENT_LENGTH, "Content-Length: " + value, "Content-Length: " + value);
        }
        field(Refusal.CONTENT_LENGTH_REPEATED, "two lengths", "Content-Length: 5\r\nContent-Length: 6");
        field(Refusal.CONTENT_LENGTH_REPEATED, "twice the same length", "Content-Length: 5\r\nContent-Length: 5");
        for (String value : new String[] {"", "identity", "gzip", "chunked, gzip", "chunked, chunked", "xchunked"}) {
            field(Refusal.TRANSFER_ENCODING, "Transfer-Encoding: " + value, "Transfer-Encoding: " + value);
        }
        field(Refusal.TRANSFER_ENCODING_UNSUPPORTED, "gzip, chunked", "Transfer-Encoding: gzip, chunked");
        field(Refusal.TRANSFER_ENCODING, "two encodings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked");
        field(
                Refusal.LENGTH_AND_ENCODING,
                "a length and an encoding",
                "Content-Length: 5\r\nTransfer-Encoding: chunked");
        cases.add(WireCase.head(
                Refusal.TRANSFER_ENCODING_IN_1_0,
                "response: chunked in HTTP/1.0",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
        cases.add(WireCase.head(
                Refusal.CONTENT_LENGTH,
                "response: a 103 with a body",
                "HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\n\r\nhello"));
        cases.add(WireCase.head(
                Refusal.TRANSFER_ENCODING,
                "response: a 100 with chunks",
                "HTTP/1.1 100 Continue\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
        cases.add(WireCase.head(
                Refusal.CONTENT_LENGTH,
                "response: a 204 with a malformed length",
                "HTTP/1.1 204 No Content\r\nContent-Length: x\r\n\r\n"));
    }

    private void chunks() {
        body(Refusal.CHUNK_SIZE, "no chunk size", "\r\nhello\r\n0\r\n\r\n");
        body(Refusal.CHUNK_SIZE, "a negative chunk size", "-5\r\nhello\r\n0\r\n\r\n");
        body(Refusal.CHUNK_SIZE, "a chunk size with a prefix", "0x5\r\nhello\r\n0\r\n\r\n");
        body(Refusal.CHUNK_SIZE, "a chunk size of 2^64", "10000000000000000\r\nhello\r\n0\r\n\r\n");
        body(Refusal.BARE_LF, "a chunk size that ends in a bare LF", "5\nhello\r\n0\r\n\r\n");
        body(Refusal.CHUNK_END, "a chunk longer than its size", "5\r\nhello!\r\n0\r\n\r\n");
        body(Refusal.CHUNK_EXTENSION, "an open quoted string", "5;a=\"b\r\nhello\r\n0\r\n\r\n");
        body(Refusal.TRAILER, "Content-Length in the trailers", "0\r\nContent-Length: 5\r\n\r\n");
    }
}
