package io.waybill.testkit;

import io.waybill.http.Refusal;
import java.util.ArrayList;
import java.util.List;

/** Faults of chunked bodies and their trailers. */
final class MalformedChunks {

    private static final String HEAD = "POST / HTTP/1.1\r\nHost: example.com\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final List<WireCase> cases = new ArrayList<>();

    private MalformedChunks() {}

    static List<WireCase> all() {
        MalformedChunks chunks = new MalformedChunks();
        chunks.sizes();
        chunks.lineEnds();
        chunks.extensions();
        chunks.trailers();
        return chunks.cases;
    }

    private void body(Refusal refusal, String name, String body) {
        cases.add(WireCase.body(refusal, "chunked: " + name, HEAD + body));
    }

    private void sizes() {
        String[] sizes = {
            "",
            "x",
            "-1",
            "+1",
            "0x5",
            "5h",
            " 5",
            "\t5",
            "5,",
            "5.",
            "_5",
            "5_",
            "\u00b2",
            "\0",
            "10000000000000000",
            "8000000000000000",
            "ffffffffffffffff",
            "00000000000000005",
            "FFFFFFFFFFFFFFFFF"
        };
        for (String size : sizes) {
            body(Refusal.CHUNK_SIZE, "the size " + size, size + "\r\nhello\r\n0\r\n\r\n");
        }
        body(Refusal.CHUNK_SIZE, "no size for the second chunk", "5\r\nhello\r\n\r\nhello\r\n0\r\n\r\n");
    }

    private void lineEnds() {
        body(Refusal.BARE_LF, "a bare LF behind the size", "5\nhello\r\n0\r\n\r\n");
        body(Refusal.BARE_CR, "a bare CR behind the size", "5\rhello\r\n0\r\n\r\n");
        body(Refusal.BARE_CR, "CR CR LF behind the size", "5\r\r\nhello\r\n0\r\n\r\n");
        body(Refusal.CHUNK_END, "a bare LF behind the data", "5\r\nhello\n0\r\n\r\n");
        body(Refusal.CHUNK_END, "a bare CR behind the data", "5\r\nhello\r0\r\n\r\n");
        body(Refusal.CHUNK_END, "data beyond the size", "5\r\nhello!\r\n0\r\n\r\n");
        body(Refusal.CHUNK_END, "data short of the size", "5\r\nhell\r\n0\r\n\r\n");
        body(Refusal.CHUNK_END, "nothing behind the data", "5\r\nhello0\r\n\r\n");
        body(Refusal.BARE_LF, "a bare LF behind the last size", "0\n\r\n");
        body(Refusal.BARE_LF, "a bare LF in place of the empty line", "0\r\n\n");
        body(Refusal.BARE_CR, "CR CR LF in place of the empty line", "0\r\n\r\r\n");
    }

    private void extensions() {
        String[] extensions = {
            " ",
            "\t",
            ";",
            "; ",
            ";a ",
            ";a=",
            ";a= ",
            ";=b",
            ";a==b",
            ";a=b c",
            ";a b",
            ";a=\"b",
            ";a=\"b\"c",
            ";a=\"b\n\"",
            ";a\u0001",
            ";a=b\0",
            ";a=\"\0\"",
            ";a=\"\\\u0001\"",
            ";;",
            ";a;;b",
            ";a=b,c",
            ";\u00e9",
            ";a=\u00e9",
            " a",
            ";a\n"
        };
        for (String extension : extensions) {
            body(
                    Refusal.CHUNK_EXTENSION,
                    "the extension " + extension.replace("\n", "\\n"),
                    "5" + extension + "\r\nhello\r\n0\r\n\r\n");
        }
        body(Refusal.CHUNK_EXTENSION, "an LF in an open quoted string", "5;a=\"\r\n0\r\n\r\n\"\r\nhello\r\n0\r\n\r\n");
        body(Refusal.CHUNK_EXTENSION, "an endless extension", "5;" + "a".repeat(100_000) + "\r\nhello\r\n0\r\n\r\n");
        body(
                Refusal.CHUNK_EXTENSION,
                "an extension on each of many small chunks",
                ("1;" + "a".repeat(100) + "\r\nx\r\n").repeat(1000) + "0\r\n\r\n");
    }

    private void trailers() {
        String[] refused = {
            "Content-Length: 5",
            "Transfer-Encoding: chunked",
            "Host: example.org",
            "Trailer: X",
            "Connection: close",
            "content-LENGTH: 5",
            "Transfer_Encoding: chunked",
            "Content_Length: 1"
        };
        for (String line : refused) {
            body(Refusal.TRAILER, "the trailer " + line, "0\r\n" + line + "\r\n\r\n");
        }
        body(Refusal.FIELD_NAME, "a trailer without a colon", "0\r\nName\r\n\r\n");
        body(Refusal.FIELD_NAME, "a trailer with a space before the colon", "0\r\nName : value\r\n\r\n");
        body(Refusal.FIELD_NAME, "a request in place of trailers", "0\r\nGET /admin HTTP/1.1\r\n\r\n");
        body(Refusal.FIELD_VALUE, "a trailer with NUL", "0\r\nName: \0\r\n\r\n");
        body(Refusal.LINE_FOLDING, "a folded trailer", "0\r\nName: value\r\n more\r\n\r\n");
        body(Refusal.BARE_LF, "a trailer that ends in a bare LF", "0\r\nName: value\n\r\n");
        body(Refusal.BARE_CR, "a trailer with a bare CR", "0\r\nName: val\rue\r\n\r\n");
        body(Refusal.TRAILERS_TOO_LARGE, "an endless trailer", "0\r\nName: " + "a".repeat(100_000) + "\r\n\r\n");
        body(Refusal.TRAILERS_TOO_LARGE, "too many trailers", "0\r\n" + "a: b\r\n".repeat(10_000) + "\r\n");
    }
}
