package io.waybill.config;

import java.util.Locale;

/** What the file wants of a server: the key {@code pools.<pool>.servers[].state}. Immutable. */
public enum ServerMode implements Choice {
    /** Takes requests, if it is well. */
    READY,
    /** Takes no new request; is checked. */
    DRAIN,
    /** Takes no request and is not checked. */
    MAINT;

    @Override
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
