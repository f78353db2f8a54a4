package io.waybill.route;

import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Fields that a route takes out of a head or puts into it. Immutable: the arrays are not to be changed.
 *
 * @param removed names whose lines are left out
 * @param appended whole field lines, each with its CRLF
 */
public record FieldEdits(FieldName[] removed, byte[] appended) {

    /** Changes nothing. */
    public static final FieldEdits NONE = new FieldEdits(new FieldName[0], new byte[0]);

    /**
     * Edits as they are written in the configuration.
     *
     * @param set values that replace what arrived under these names; checked by the configuration
     * @param remove names whose fields are left out
     * @throws IllegalArgumentException if a name is no token, or a value has a control character in it
     */
    public static FieldEdits of(Map<String, String> set, List<String> remove) {
        if (set.isEmpty() && remove.isEmpty()) {
            return NONE;
        }
        List<FieldName> removed = new ArrayList<>();
        remove.forEach(name -> removed.add(FieldName.of(name)));
        StringBuilder lines = new StringBuilder();
        set.forEach((name, value) -> {
            removed.add(FieldName.of(name));
            lines.append(name).append(": ").append(checked(name, value)).append("\r\n");
        });
        return new FieldEdits(
                removed.toArray(FieldName[]::new), lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The last line of defence: a line break in a value would be a field, or a body, of somebody else's making. */
    private static String checked(String name, String value) {
        if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f)) {
            throw new IllegalArgumentException("field " + name + ": found a control character in its value");
        }
        return value;
    }

    public boolean isEmpty() {
        return removed.length == 0 && appended.length == 0;
    }

    /** Records the edits in {@code fields}; to be called once for each head. */
    public void applyTo(FieldSection fields) {
        removeFrom(fields);
        fields.append(appended);
    }

    /** Records only what is taken out, which is not to come back in trailers. */
    public void removeFrom(FieldSection fields) {
        for (FieldName name : removed) {
            fields.removeAllSpellings(name);
        }
    }

    /** Whether fields of that name are set or taken out. */
    public boolean concern(FieldName name) {
        for (FieldName concerned : removed) {
            if (concerned.equals(name)) {
                return true;
            }
        }
        return false;
    }
}
