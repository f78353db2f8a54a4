package io.waybill.config;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads OCSP responses (RFC 6960), and sees to it that they are about the certificate beside them. */
final class OcspReader {

    private static final String EXPECTED = "an OCSP response in DER that says what becomes of this certificate";
    private static final String REMEDY = "have one made with: openssl ocsp -respout FILE";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");
    private static final String GOOD = "00";

    private final Sources sources;

    OcspReader(Sources sources) {
        this.sources = sources;
    }

    /** Null after a problem was reported, and for a response whose time is over, of which is told. */
    @Nullable
    OcspResponse read(Value value, X509Certificate certificate) {
        String text = value.text("the name of a file with an OCSP response", "site.ocsp");
        Path file = text == null ? null : sources.resolve(value, text);
        FileBytes bytes = file == null ? null : sources.read(value, file);
        if (file == null || bytes == null) {
            return null;
        }
        byte[] der = bytes.copy();
        try {
            Single single = single(der, certificate.getSerialNumber());
            if (single == null) {
                value.wrong(
                        "a response about another certificate in " + Shown.escaped(file.toString()), EXPECTED, REMEDY);
                return null;
            }
            OcspResponse response = new OcspResponse(der, single.nextUpdate);
            if (!response.isCurrent(Instant.now())) {
                value.note("the response in " + Shown.escaped(file.toString()) + " is outdated since "
                        + single.nextUpdate + " and is not shown to clients: fetch a new one");
                return null;
            }
            return response;
        } catch (IOException | DateTimeParseException unfit) {
            value.wrong("no response of success in " + Shown.escaped(file.toString()), EXPECTED, REMEDY);
            return null;
        }
    }

    private record Single(@Nullable Instant nextUpdate) {}

    /** What is said of the certificate with this number; null if nothing is. */
    private static @Nullable Single single(byte[] der, BigInteger serial) throws IOException {
        Der response = Der.of(der);
        if (!response.part(0, Der.ENUMERATED).hex().equals(GOOD)) {
            throw new IOException("found no success");
        }
        byte[] basic = response.part(1, Der.tagged(0))
                .part(0, Der.SEQUENCE)
                .part(1, Der.OCTET_STRING)
                .content();
        List<Der> data = Der.of(basic).part(0, Der.SEQUENCE).parts();
        // optional fields before the list are tagged; whoever signed and when come before it in any case
        Der list =
                data.stream().filter(part -> part.is(Der.SEQUENCE)).findFirst().orElseThrow(IOException::new);
        for (Der single : list.parts()) {
            if (new BigInteger(single.part(0, Der.SEQUENCE).part(3, Der.INTEGER).content()).equals(serial)) {
                return new Single(nextUpdate(single.parts()));
            }
        }
        return null;
    }

    private static @Nullable Instant nextUpdate(List<Der> single) throws IOException {
        if (single.size() < 4 || !single.get(3).is(Der.tagged(0))) {
            return null;
        }
        byte[] time = single.get(3).part(0, Der.TIME).content();
        return LocalDateTime.parse(new String(time, StandardCharsets.US_ASCII), TIME)
                .toInstant(ZoneOffset.UTC);
    }
}
