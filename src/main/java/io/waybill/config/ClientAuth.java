package io.waybill.config;

/** Whether clients of a listener show a certificate. */
public enum ClientAuth implements Choice {
    NONE("none"),
    /** One that is shown must be valid. */
    OPTIONAL("optional"),
    REQUIRED("required");

    private final String word;

    ClientAuth(String word) {
        this.word = word;
    }

    @Override
    public String word() {
        return word;
    }
}
