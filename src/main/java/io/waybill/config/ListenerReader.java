package io.waybill.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code listeners} and {@code admin}, and sees to it that no two of them want the same address. */
final class ListenerReader {

    private final Path directory;
    private final List<AddressClashes.Taken> addresses = new ArrayList<>();

    /** @param directory what relative file names are relative to */
    ListenerReader(Path directory) {
        this.directory = directory;
    }

    List<ListenerConfig> listeners(@Nullable Value value) {
        if (value == null) {
            return List.of(ListenerConfig.whenNoneIsNamed());
        }
        List<ListenerConfig> listeners = new ArrayList<>();
        for (Value.Named named : value.entries(
                "names and addresses of listeners",
                "write for example listeners: {edge: {address: \"0.0.0.0:8080\"}}, or remove the key for just that")) {
            Names.check(named, "listener");
            Section section = Section.of(named.value(), Keys.LISTENER);
            Value written = section.need("address", "an address", "add for example address: \"0.0.0.0:8080\"");
            HostPort address = written == null ? null : AddressReader.ofListener(written);
            int maxConnections =
                    section.whole("maxConnections", 0, 0, ListenerConfig.MAX_CONNECTIONS, "write 0 for no limit");
            TlsConfig tls = tls(section.get("tls"));
            if (written != null && address != null) {
                addresses.add(new AddressClashes.Taken("listeners." + named.name(), address, written));
                listeners.add(new ListenerConfig(named.name(), address, maxConnections, tls));
            }
        }
        return listeners;
    }

    private @Nullable TlsConfig tls(@Nullable Value value) {
        if (value == null) {
            return null;
        }
        Section section = Section.of(value, Keys.TLS);
        Value list = section.need(
                "certificates", "a list of certificates", "add for example [{certificate: site.pem, key: site.key}]");
        if (list == null) {
            return null;
        }
        List<CertificateFiles> certificates = new ArrayList<>();
        for (Value item :
                list.items("a list of certificates", "write for example [{certificate: site.pem, key: site.key}]")) {
            Section files = Section.of(item, Keys.CERTIFICATE);
            Path certificate = file(files.need("certificate", "the name of a PEM file", "add certificate: site.pem"));
            Path key = file(files.need("key", "the name of a PEM file", "add key: site.key"));
            if (certificate != null && key != null) {
                certificates.add(new CertificateFiles(certificate, key));
            }
        }
        value.note("TLS is not served yet: this listener cannot be used in this version");
        return certificates.isEmpty() ? null : new TlsConfig(certificates);
    }

    private @Nullable Path file(@Nullable Value value) {
        String text = value == null ? null : value.text("the name of a file", "site.pem");
        return value == null || text == null ? null : file(value, text);
    }

    /** An absolute name; null after a problem was reported. */
    @Nullable
    Path file(Value value, String text) {
        try {
            return directory.resolve(text).normalize();
        } catch (InvalidPathException invalid) {
            value.wrong("the name of a file", "remove what the file system does not take: " + invalid.getReason());
            return null;
        }
    }

    AdminConfig admin(@Nullable Value value) {
        AdminConfig admin = AdminConfig.standard();
        Value written = value == null ? null : Section.of(value, Keys.ADMIN).get("address");
        if (written != null) {
            HostPort address = "off".equals(written.textOrNull()) ? null : AddressReader.ofListener(written);
            admin = new AdminConfig(address, List.of());
        }
        if (admin.address() != null) {
            addresses.add(new AddressClashes.Taken("admin", admin.address(), written));
        }
        return admin;
    }

    void reportClashes(Problems problems) {
        AddressClashes.report(addresses, problems);
    }
}
