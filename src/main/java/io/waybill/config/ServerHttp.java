package io.waybill.config;

/** Which HTTP version servers of a pool are spoken to in. */
public enum ServerHttp implements Choice {
    /** HTTP/1.1. */
    H1("h1"),
    /** HTTP/2: by ALPN where there is TLS, else with prior knowledge. */
    H2("h2"),
    /** What ALPN chooses where there is TLS, else HTTP/1.1. */
    AUTO("auto");

    private final String word;

    ServerHttp(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
