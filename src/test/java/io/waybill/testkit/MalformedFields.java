package io.waybill.testkit;

import io.waybill.http.Refusal;
import java.util.ArrayList;
import java.util.List;

/** Faults of field lines, Host and Expect. */
final class MalformedFields {

    private final List<WireCase> cases = new ArrayList<>();

    private MalformedFields() {}

    static List<WireCase> all() {
        MalformedFields fields = new MalformedFields();
        fields.names();
        fields.values();
        fields.lineEnds();
        fields.hosts();
        fields.expectations();
        return fields.cases;
    }

    private void field(Refusal refusal, String name, String lines) {
        cases.add(WireCase.head(
                refusal, "field: " + name, "GET / HTTP/1.1\r\nHost: example.com\r\n" + lines + "\r\nB: c\r\n\r\n"));
    }

    private void host(Refusal refusal, String name, String lines) {
        cases.add(WireCase.head(refusal, "Host: " + name, "GET / HTTP/1.1\r\n" + lines + "\r\n"));
    }

    private void names() {
        field(Refusal.CONNECTION, "more than 64 options of Connection", "Connection: close" + ", a".repeat(64));
        field(Refusal.FIELD_NAME, "an empty name", ": value");
        field(Refusal.FIELD_NAME, "an empty name and value", ":");
        field(Refusal.FIELD_NAME, "no colon", "Name");
        field(Refusal.FIELD_NAME, "no colon but a value", "Name value");
        field(Refusal.FIELD_NAME, "an equals sign in place of the colon", "Name=value");
        field(Refusal.FIELD_NAME, "a space before the colon", "Name : value");
        field(Refusal.FIELD_NAME, "a tab before the colon", "Name\t: value");
        field(Refusal.FIELD_NAME, "Transfer-Encoding with a space before the colon", "Transfer-Encoding : chunked");
        field(Refusal.FIELD_NAME, "Content-Length with a space before the colon", "Content-Length : 5");
        field(Refusal.FIELD_NAME, "a space in the name", "Na me: value");
        for (char c : "()<>@,;\\\"/[]?={}".toCharArray()) {
            field(Refusal.FIELD_NAME, "a name with " + c, "Na" + c + "me: value");
        }
        field(Refusal.FIELD_NAME, "a name with NUL", "Na\0me: value");
        field(Refusal.FIELD_NAME, "a name that ends in NUL", "Name\0: value");
        field(Refusal.FIELD_NAME, "a name that ends in a control character", "Transfer-Encoding\u000b: chunked");
        field(Refusal.FIELD_NAME, "a name that begins with a control character", "\u0001Name: value");
        field(Refusal.FIELD_NAME, "a name with DEL", "Na\u007fme: value");
        field(Refusal.FIELD_NAME, "a name with a Latin-1 letter", "Nam\u00e9: value");
        field(Refusal.FIELD_NAME, "a name that begins with a no-break space", "\u00a0Name: value");
        field(Refusal.FIELD_NAME, "a name with a bare CR", "Na\rme: value");
        field(Refusal.FIELD_NAME, "a second request line", "GET /admin HTTP/1.1");
    }

    private void values() {
        for (int c = 0; c <= 0x1f; c++) {
            if (c != '\t' && c != '\n' && c != '\r') {
                field(
                        Refusal.FIELD_VALUE,
                        "a value with the control character " + c,
                        "Name: long enough a value with " + (char) c + " in it");
            }
        }
        field(Refusal.FIELD_VALUE, "a value with DEL", "Name: a value\u007f");
        field(Refusal.FIELD_VALUE, "a value that is a NUL", "Name: \0");
        field(Refusal.FIELD_VALUE, "a value that ends in NUL", "Name: value\0");
        field(Refusal.FIELD_VALUE, "a value that begins with NUL", "Name:\0value");
        field(Refusal.FIELD_VALUE, "a NUL behind a tab", "Name: a value\tand\0");
    }

    private void lineEnds() {
        field(Refusal.LINE_FOLDING, "a folded value", "Name: value\r\n more");
        field(Refusal.LINE_FOLDING, "a value folded by a tab", "Name: value\r\n\tmore");
        field(Refusal.LINE_FOLDING, "a folded Transfer-Encoding", "Transfer-Encoding:\r\n chunked");
        field(Refusal.LINE_FOLDING, "a line of white space", " ");
        field(Refusal.BARE_CR, "a bare CR in the value", "Name: val\rue");
        field(Refusal.BARE_CR, "a bare CR and a field behind it", "Name: value\rTransfer-Encoding: chunked");
        field(Refusal.BARE_CR, "CR CR LF", "Name: value\r");
        field(Refusal.BARE_CR, "a bare CR in place of a line", "\rName: value");
        field(Refusal.BARE_LF, "a bare LF behind the value", "Name: value\nOther: value");
        field(Refusal.BARE_LF, "a bare LF in place of a line", "\nName: value");
        field(Refusal.BARE_LF, "a bare LF behind an empty value", "Name:\nOther: value");
        cases.add(WireCase.head(
                Refusal.LINE_FOLDING,
                "field: white space before the first",
                "GET / HTTP/1.1\r\n Host: example.com\r\n\r\n"));
        cases.add(WireCase.head(
                Refusal.BARE_LF, "field: the empty line is a bare LF", "GET / HTTP/1.1\r\nHost: example.com\r\n\n"));
        cases.add(WireCase.head(
                Refusal.BARE_CR, "field: the empty line is CR CR LF", "GET / HTTP/1.1\r\nHost: example.com\r\n\r\r\n"));
    }

    private void hosts() {
        host(Refusal.HOST_MISSING, "missing", "");
        host(Refusal.HOST_MISSING, "missing beside other fields", "Accept: */*\r\n");
        host(Refusal.HOST_MISSING, "misspelt with an underscore", "Ho_st: example.com\r\n");
        host(Refusal.HOST_REPEATED, "twice", "Host: example.com\r\nHost: example.org\r\n");
        host(Refusal.HOST_REPEATED, "twice the same", "Host: example.com\r\nHost: example.com\r\n");
        host(Refusal.HOST_REPEATED, "twice in different case", "Host: example.com\r\nhOST: example.com\r\n");
        host(Refusal.HOST_REPEATED, "twice, far apart", "Host: a\r\nA: b\r\nB: c\r\nHOST: a\r\n");
        String[] values = {
            "",
            " ",
            "a b",
            "a,b",
            "a, b",
            "a/b",
            "http://a",
            "a?b",
            "a#b",
            "user@a",
            "@a",
            "a:b",
            "a:80:80",
            "a:-1",
            "a:+80",
            "a: 80",
            "a:65536",
            "a:99999999999999999999",
            ":80",
            "a\\b",
            "a%62",
            "a;b",
            "a\tb",
            "\"a\"",
            "<a>",
            "[",
            "[]",
            "[::1",
            "::1",
            "[::1]a",
            "[::1]:x",
            "[::1]]",
            "[1:2:3:4:5:6:7]",
            "[1:2:3:4:5:6:7:8:9]",
            "[1::2::3]",
            "[12345::]",
            "[:1]",
            "[1:]",
            "[g::]",
            "[::1%25lo]",
            "[::1.2.3]",
            "[::1.2.3.256]",
            "[::1.2.3.4.5]",
            "[1:2:3:4:5:6:7:1.2.3.4]",
            "[v1.a]",
            "caf\u00e9",
            "a*",
            "a$",
            "(a)"
        };
        for (String value : values) {
            host(Refusal.HOST, "\"" + value + "\"", "Host: " + value + "\r\n");
        }
        cases.add(WireCase.head(
                Refusal.HOST_MISSING, "Host: missing beside an absolute target", "GET http://a/ HTTP/1.1\r\n\r\n"));
        cases.add(WireCase.head(
                Refusal.HOST,
                "Host: malformed beside an absolute target",
                "GET http://a/ HTTP/1.1\r\nHost: a b\r\n\r\n"));
        cases.add(WireCase.head(
                Refusal.HOST_REPEATED, "Host: twice in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n"));
    }

    private void expectations() {
        for (String value :
                new String[] {"", "101-continue", "100-continue, 100-continue", "100-continue;q=1", "200"}) {
            field(Refusal.EXPECTATION, "Expect: " + value, "Expect: " + value);
        }
        field(Refusal.EXPECTATION, "a second Expect", "Expect: 100-continue\r\nExpect: x");
    }
}
