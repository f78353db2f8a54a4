package io.waybill.testkit;

import io.waybill.http.Refusal;
import java.util.ArrayList;
import java.util.List;

/** Faults of request lines. */
final class MalformedRequestLines {

    private static final String REST = "\r\nHost: example.com\r\n\r\n";

    private final List<WireCase> cases = new ArrayList<>();

    private MalformedRequestLines() {}

    static List<WireCase> all() {
        MalformedRequestLines lines = new MalformedRequestLines();
        lines.starts();
        lines.methods();
        lines.spaces();
        lines.versions();
        lines.targets();
        lines.dotSegments();
        lines.absoluteTargets();
        return lines.cases;
    }

    private void line(Refusal refusal, String name, String line) {
        cases.add(WireCase.head(refusal, "request line: " + name, line + REST));
    }

    private void target(String name, String target) {
        line(Refusal.TARGET, "target: " + name, "GET " + target + " HTTP/1.1");
    }

    private void starts() {
        line(Refusal.METHOD, "two empty lines before it", "\r\n\r\nGET / HTTP/1.1");
        line(Refusal.METHOD, "a bare LF before it", "\nGET / HTTP/1.1");
        line(Refusal.REQUEST_LINE, "a bare CR before it", "\rGET / HTTP/1.1");
        line(Refusal.REQUEST_LINE, "CR CR LF before it", "\r\r\nGET / HTTP/1.1");
        line(Refusal.METHOD, "a space before it", " GET / HTTP/1.1");
        line(Refusal.METHOD, "a tab before it", "\tGET / HTTP/1.1");
        line(Refusal.METHOD, "a space behind an empty line", "\r\n GET / HTTP/1.1");
        line(Refusal.METHOD, "a NUL before it", "\0GET / HTTP/1.1");
        line(Refusal.METHOD, "an escape character before it", "\u001bGET / HTTP/1.1");
        line(Refusal.METHOD, "a TLS hello", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003");
        line(Refusal.METHOD, "a byte order mark before it", "\u00ef\u00bb\u00bfGET / HTTP/1.1");
        line(Refusal.VERSION, "the preface of HTTP/2", "PRI * HTTP/2.0");
        line(Refusal.REQUEST_LINE, "a PROXY header", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2");
    }

    private void methods() {
        for (char c : "()<>@,;:\\\"/[]?={}".toCharArray()) {
            line(Refusal.METHOD, "a method with " + c, "GE" + c + "T / HTTP/1.1");
        }
        line(Refusal.METHOD, "a method with a control character", "GE\u0001T / HTTP/1.1");
        line(Refusal.METHOD, "a method with NUL", "GET\0 / HTTP/1.1");
        line(Refusal.METHOD, "a method with a Latin-1 letter", "GET\u00e9 / HTTP/1.1");
        line(Refusal.METHOD, "a method with DEL", "GET\u007f / HTTP/1.1");
        line(Refusal.METHOD_NOT_ALLOWED, "CONNECT", "CONNECT example.com:443 HTTP/1.1");
        line(Refusal.METHOD_NOT_ALLOWED, "TRACE", "TRACE / HTTP/1.1");
    }

    private void spaces() {
        line(Refusal.METHOD, "a tab behind the method", "GET\t/ HTTP/1.1");
        line(Refusal.REQUEST_LINE, "two spaces behind the method", "GET  / HTTP/1.1");
        line(Refusal.REQUEST_LINE, "two spaces before the version", "GET /  HTTP/1.1");
        line(Refusal.TARGET, "a tab before the version", "GET /\tHTTP/1.1");
        line(Refusal.REQUEST_LINE, "a space behind the version", "GET / HTTP/1.1 ");
        line(Refusal.REQUEST_LINE, "a tab behind the version", "GET / HTTP/1.1\t");
        line(Refusal.REQUEST_LINE, "something behind the version", "GET / HTTP/1.1 x");
        line(Refusal.REQUEST_LINE, "a space in the target", "GET /a b HTTP/1.1");
        line(Refusal.REQUEST_LINE, "HTTP/0.9", "GET /");
        line(Refusal.REQUEST_LINE, "HTTP/0.9 with a space", "GET / ");
        line(Refusal.REQUEST_LINE, "no target", "GET HTTP/1.1");
        line(Refusal.REQUEST_LINE, "no target but its spaces", "GET  HTTP/1.1");
        line(Refusal.REQUEST_LINE, "a method alone", "GET");
        line(Refusal.REQUEST_LINE, "a method and a space", "GET ");
        line(Refusal.METHOD, "a form feed behind the method", "GET\f/ HTTP/1.1");
        line(Refusal.TARGET, "a vertical tab before the version", "GET /\u000bHTTP/1.1");
    }

    private void versions() {
        line(Refusal.VERSION, "HTTP/2.0", "GET / HTTP/2.0");
        line(Refusal.VERSION, "HTTP/0.9 said", "GET / HTTP/0.9");
        line(Refusal.VERSION, "HTTP/1.2", "GET / HTTP/1.2");
        line(Refusal.VERSION, "HTTP/3.1", "GET / HTTP/3.1");
        line(Refusal.REQUEST_LINE, "HTTP/1", "GET / HTTP/1");
        line(Refusal.REQUEST_LINE, "HTTP/1.", "GET / HTTP/1.");
        line(Refusal.REQUEST_LINE, "HTTP/1.10", "GET / HTTP/1.10");
        line(Refusal.REQUEST_LINE, "HTTP/01.1", "GET / HTTP/01.1");
        line(Refusal.REQUEST_LINE, "HTTP/11.1", "GET / HTTP/11.1");
        line(Refusal.REQUEST_LINE, "HTTP/1,1", "GET / HTTP/1,1");
        line(Refusal.REQUEST_LINE, "HTTP/-1.1", "GET / HTTP/-1.1");
        line(Refusal.REQUEST_LINE, "http/1.1", "GET / http/1.1");
        line(Refusal.REQUEST_LINE, "HTTPS/1.1", "GET / HTTPS/1.1");
        line(Refusal.REQUEST_LINE, "ICAP/1.0", "GET / ICAP/1.0");
        line(Refusal.REQUEST_LINE, "HTTP 1.1", "GET / HTTP 1.1");
        line(Refusal.REQUEST_LINE, "a space within the version", "GET / HTTP/ 1.1");
        line(Refusal.REQUEST_LINE, "a NUL behind the version", "GET / HTTP/1.1\0");
        line(Refusal.REQUEST_LINE, "CR CR LF", "GET / HTTP/1.1\r");
        line(Refusal.REQUEST_LINE, "a bare CR and more", "GET / HTTP/1.1\rX: y");
        cases.add(WireCase.head(
                Refusal.BARE_LF, "request line: ends in a bare LF", "GET / HTTP/1.1\nHost: example.com\r\n\r\n"));
        cases.add(WireCase.head(
                Refusal.BARE_LF, "request line: bare LF everywhere", "GET / HTTP/1.1\nHost: example.com\n\n"));
        cases.add(WireCase.head(Refusal.VERSION, "request line: 2.0 and a bare LF", "GET / HTTP/2.0\nHost: x\n\n"));
    }

    private void targets() {
        target("no slash", "index.html");
        target("a relative path", "./index.html");
        target("a query alone", "?q=1");
        target("a fragment", "/a#b");
        target("a fragment behind a query", "/a?b#c");
        target("a fragment alone", "#a");
        target("a backslash", "/a\\b");
        target("a backslash in front", "\\a");
        target("NUL", "/a\0b");
        target("a control character", "/a\u0001b");
        target("a control character in the query", "/a?b=\u001fc");
        target("DEL", "/a\u007fb");
        target("a tab", "/a\tb");
        target("a Latin-1 letter", "/caf\u00e9");
        target("UTF-8", "/caf\u00c3\u00a9");
        target("UTF-8 in the query", "/?q=caf\u00c3\u00a9");
        target("a bare CR", "/a\rb");
        target("encoded NUL", "/a%00b");
        target("one digit behind a percent sign", "/a%2");
        target("no digit behind a percent sign", "/a%");
        target("no hexadecimal digits behind a percent sign", "/a%zz");
        target("one hexadecimal digit behind a percent sign", "/a%2z/b");
        target("a percent sign twice", "/a%%20");
        target("an unfinished encoding before the query", "/a%2?b");
        target("Unicode in percent signs", "/a%u0041");
        target("an asterisk for GET", "*");
        target("an asterisk and more", "*/a");
        line(Refusal.TARGET, "an asterisk and more for OPTIONS", "OPTIONS *a HTTP/1.1");
        line(Refusal.TARGET, "an asterisk for POST", "POST * HTTP/1.1");
        target("authority-form", "example.com:80");
        target("authority-form without a port", "example.com");
    }

    private void dotSegments() {
        String[] paths = {
            "/..",
            "/.",
            "/../",
            "/./",
            "/a/../b",
            "/a/./b",
            "/a/..",
            "/a/.",
            "/%2e%2e/a",
            "/%2E",
            "/.%2e/a",
            "/%2e./a",
            "/a/%2E%2e",
            "/../../etc/passwd",
            "/..;/a",
            "/.;x=y/a",
            "/a/..;",
            "/a%2f../b",
            "/a%2F..%2Fb",
            "/..%2fa",
            "/..%5ca",
            "/a%5c..%5cb",
            "/a/..?b",
            "/./?b"
        };
        for (String path : paths) {
            line(Refusal.DOT_SEGMENT, "dot segment in " + path, "GET " + path + " HTTP/1.1");
        }
        line(Refusal.DOT_SEGMENT, "dot segment in an absolute target", "GET http://example.com/../a HTTP/1.1");
    }

    private void absoluteTargets() {
        target("another scheme", "ftp://example.com/");
        target("a scheme of a file", "file:///etc/passwd");
        target("a scheme without slashes", "http:example.com/");
        target("a scheme with one slash", "http:/example.com/");
        target("a scheme with three slashes", "http:///a");
        target("a scheme alone", "http://");
        target("an empty host", "http://:80/");
        target("user information", "http://user@example.com/");
        target("a user and a password", "http://user:pass@example.com/");
        target("an empty user", "http://@example.com/");
        target("a port that is no number", "http://example.com:http/");
        target("a port above 65535", "http://example.com:65536/");
        target("a signed port", "http://example.com:+80/");
        target("a host with a percent sign", "http://ex%61mple.com/");
        target("a host with a backslash", "http://example.com\\a/");
        target("a fragment behind the host", "http://example.com#a");
        target("a fragment behind an absolute path", "http://example.com/#a");
        target("an open bracket", "http://[::1/");
        target("half an IPv6 address", "http://[1:2:3]/");
        target("an IPv6 zone", "http://[fe80::1%25eth0]/");
    }
}
