package io.waybill.http;

/** Is shown the lines of a {@link FieldSection} one after the other. */
@FunctionalInterface
public interface LineVisitor {

    /**
     * @param bytes that the positions point into; valid during the call
     * @param hash of the name, the same in upper and lower case: {@link FieldName#hashOf}
     */
    void line(byte[] bytes, int nameStart, int nameEnd, int valueStart, int valueEnd, int hash);
}
