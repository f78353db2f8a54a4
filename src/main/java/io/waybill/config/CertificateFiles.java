package io.waybill.config;

import java.nio.file.Path;

/**
 * A certificate chain and its private key, both PEM. Immutable.
 *
 * @param certificate relative names have been resolved against the directory of the configuration file
 * @param key as for {@code certificate}
 */
public record CertificateFiles(Path certificate, Path key) {}
