package io.waybill.e2e;

import io.waybill.testkit.Programs;
import io.waybill.testkit.TestCertificates;
import io.waybill.testkit.TestCertificates.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The authority of test certificates when it is asked for their status. */
final class OcspAuthority {

    private OcspAuthority() {}

    /** Has openssl answer for the authority of these certificates that one of them is good; the file of the answer, in DER. */
    static Path saysGood(TestCertificates certificates, Issued certificate) throws IOException {
        Path directory = certificates.directory();
        String serial = certificate
                .bundle()
                .getCertificate()
                .getSerialNumber()
                .toString(16)
                .toUpperCase(Locale.ROOT);
        Path index = Files.writeString(
                directory.resolve("index.txt"),
                "V\t301231235959Z\t\t" + (serial.length() % 2 == 0 ? "" : "0") + serial + "\tunknown\t/CN=a.test\n");
        Path key = Files.writeString(
                directory.resolve("ca.key"), certificates.authority().getPrivateKeyPEM());
        Path response = directory.resolve("ocsp.der");
        String ca = certificates.caFile().toString();
        Programs.run(
                        "openssl",
                        "ocsp",
                        "-index",
                        index.toString(),
                        "-CA",
                        ca,
                        "-rsigner",
                        ca,
                        "-rkey",
                        key.toString(),
                        "-issuer",
                        ca,
                        "-cert",
                        certificate.chain().toString(),
                        "-ndays",
                        "7",
                        "-respout",
                        response.toString())
                .good();
        return response;
    }
}
