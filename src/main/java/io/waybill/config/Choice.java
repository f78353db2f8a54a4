package io.waybill.config;

/** A constant that an operator chooses by a word in the configuration. Immutable. */
public interface Choice {

    /** The word as it is written in the file. */
    String word();
}
