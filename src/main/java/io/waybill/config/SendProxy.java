package io.waybill.config;

/** Whether a connection to a server begins with a PROXY header, and in which version of that protocol. */
public enum SendProxy implements Choice {
    OFF("off"),
    V1("v1"),
    V2("v2");

    private final String word;

    SendProxy(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
