package io.waybill.control;

import io.waybill.config.CertificateConfig;
import io.waybill.config.CertificateFacts;
import io.waybill.config.HostPort;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two records of the same kind, in words: {@code weight 1 -> 4}, {@code timeouts.connect 2s -> 3s},
 * {@code check added}. Looks at every component, so that no key of the configuration can be forgotten here.
 */
final class FieldDifferences {

    private static final int MILLIS_PER_SECOND = 1000;
    private static final int MAX_SHOWN = 80;

    private final List<String> found = new ArrayList<>();

    private FieldDifferences() {}

    /** @param unsaid components that are left out */
    static List<String> of(Record before, Record after, Set<String> unsaid) {
        FieldDifferences differences = new FieldDifferences();
        differences.compare("", before, after, unsaid);
        return differences.found;
    }

    private void compare(String prefix, Record before, Record after, Set<String> unsaid) {
        for (RecordComponent component : before.getClass().getRecordComponents()) {
            if (!unsaid.contains(component.getName())) {
                compare(prefix + component.getName(), value(component, before), value(component, after));
            }
        }
    }

    private void compare(String path, @Nullable Object before, @Nullable Object after) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (isSimple(before) && isSimple(after)) {
            found.add(path + " " + shown(before) + " -> " + shown(after));
        } else if (before == null) {
            found.add(path + " added");
        } else if (after == null) {
            found.add(path + " removed");
        } else if (before instanceof CertificateConfig then && after instanceof CertificateConfig now) {
            found.add(path + " " + renewed(then, now));
        } else if (before instanceof List<?> then && after instanceof List<?> now && areCertificates(then, now)) {
            for (int i = 0; i < now.size(); i++) {
                compare(path + "[" + i + "]", then.get(i), now.get(i));
            }
        } else if (before instanceof Record then && after instanceof Record now && then.getClass() == now.getClass()) {
            compare(path + ".", then, now, Set.of());
        } else {
            found.add(path + " changed");
        }
    }

    private static boolean areCertificates(List<?> before, List<?> after) {
        return before.size() == after.size()
                && Stream.concat(before.stream(), after.stream()).allMatch(CertificateConfig.class::isInstance);
    }

    /** Never anything of the key. */
    private static String renewed(CertificateConfig before, CertificateConfig after) {
        CertificateFacts then = CertificateFacts.of(before);
        CertificateFacts now = CertificateFacts.of(after);
        String file = then.file().equals(now.file()) ? now.file().toString() : then.file() + " -> " + now.file();
        return before.certificate().equals(after.certificate())
                ? file + " changed"
                : file + " valid until " + then.notAfter() + " -> " + now.notAfter();
    }

    private static @Nullable Object value(RecordComponent component, Record of) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("a record lets nobody read " + component, impossible);
        }
    }

    private static boolean isSimple(@Nullable Object value) {
        return value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum
                || value instanceof Duration
                || value instanceof HostPort
                || (value instanceof CharSequence text && text.length() <= MAX_SHOWN);
    }

    private static String shown(@Nullable Object value) {
        if (value instanceof Enum<?> word) {
            return word.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        if (value instanceof Duration duration) {
            long millis = duration.toMillis();
            return millis % MILLIS_PER_SECOND == 0 ? millis / MILLIS_PER_SECOND + "s" : millis + "ms";
        }
        return String.valueOf(value);
    }
}
