package io.waybill.pool;

/** One backend pool at run time. */
public final class Pool {

    private final String name;

    public Pool(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }
}
