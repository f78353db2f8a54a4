package io.waybill.pool;

import java.nio.charset.StandardCharsets;

/** One server of a pool at run time. */
public final class Server {

    private final String name;
    private final byte[] label;

    public Server(String pool, String name) {
        this.name = name;
        this.label = (pool + "/" + name).getBytes(StandardCharsets.UTF_8);
    }

    /** Unique within its pool. */
    public String name() {
        return name;
    }

    /** {@code pool/server} as bytes, for logs. Not to be changed. */
    public byte[] label() {
        return label;
    }
}
