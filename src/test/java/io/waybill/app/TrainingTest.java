package io.waybill.app;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the archive of classes is made from. */
class TrainingTest {

    @Test
    void everyRequestIsAnsweredAlsoOverTlsInBothVersions(@TempDir Path directory) throws Exception {
        assertNotNull(TrainingCertificate.make(directory), "this JVM has no keytool: TLS would not be learned");
        Training.run(directory);
    }
}
