package io.waybill.net;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/** Whose TLS it is: BoringSSL where its native library loads, the JDK's own elsewhere. */
public enum TlsProvider {
    BORINGSSL("boringssl", SslProvider.OPENSSL_REFCNT),
    JDK("jdk", SslProvider.JDK);

    private final String word;
    private final SslProvider netty;

    TlsProvider(String word, SslProvider netty) {
        this.word = word;
        this.netty = netty;
    }

    /** The one that this process uses. */
    public static TlsProvider best() {
        return OpenSsl.isAvailable() ? BORINGSSL : JDK;
    }

    /** For statistics. */
    public String word() {
        return word;
    }

    /** The library with its version: {@code boringssl, BoringSSL}. */
    public String library() {
        return switch (this) {
            case BORINGSSL -> word + ", " + OpenSsl.versionString();
            case JDK -> word + ", " + Runtime.version();
        };
    }

    SslProvider netty() {
        return netty;
    }
}
