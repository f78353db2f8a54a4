package io.waybill.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code header}, {@code setHeaders} and {@code removeHeaders} of a route, and {@code headers} of a check. */
final class HeaderReader {

    private final String requestIdHeader;

    /** @param requestIdHeader the field that carries the request ID, which no route may touch */
    HeaderReader(String requestIdHeader) {
        this.requestIdHeader = requestIdHeader;
    }

    /** Values that fields must have, by name. */
    Map<String, String> conditions(@Nullable Value value) {
        Map<String, String> conditions = new LinkedHashMap<>();
        if (value == null) {
            return conditions;
        }
        for (Value.Named named : fields(value, "names and values of fields", "{X-Tenant: acme}")) {
            if (named.name().equalsIgnoreCase("Host")) {
                named.wrongName("a field other than Host", "use the key host");
            } else {
                take(named, conditions);
            }
        }
        return conditions;
    }

    /** Fields that a check sends beside those that it always sends. */
    Map<String, String> ofCheck(Value value) {
        Map<String, String> sent = new LinkedHashMap<>();
        for (Value.Named named : fields(value, "names and values of fields", "{X-Tenant: acme}")) {
            if (named.name().equalsIgnoreCase("Host")) {
                named.wrongName("a field other than Host", "use the key host");
            } else if (HeaderRules.isOfTheConnection(named.name())) {
                named.wrongName("a field that a check may set", "remove it: Waybill itself writes this field");
            } else if (named.name().equalsIgnoreCase(requestIdHeader)) {
                named.wrongName("a field that a check may set", "remove it: each check has a request ID of its own");
            } else {
                take(named, sent);
            }
        }
        return sent;
    }

    HeaderEdits edits(@Nullable Section set, @Nullable Section remove, String direction) {
        Value written = set == null ? null : set.get(direction);
        Map<String, String> values = new LinkedHashMap<>();
        if (written != null) {
            for (Value.Named named : fields(written, "names and values of fields", "{X-Tenant: acme}")) {
                String remedy = forbidden(named.name(), direction);
                if (remedy != null) {
                    named.wrongName("a field that a route may set", remedy);
                } else {
                    take(named, values);
                }
            }
        }
        Value list = remove == null ? null : remove.get(direction);
        return new HeaderEdits(values, list == null ? List.of() : removed(list, direction, values));
    }

    private List<String> removed(Value list, String direction, Map<String, String> set) {
        List<String> names = new ArrayList<>();
        for (Value item : list.items("a list of names of fields", "write for example [X-Powered-By]")) {
            String name = item.text("the name of a field", "X-Powered-By");
            if (name == null) {
                continue;
            }
            String fault = HeaderRules.faultOfName(name);
            String remedy = forbidden(name, direction);
            if (fault != null) {
                item.wrong(fault, "write for example X-Powered-By");
            } else if (remedy != null) {
                item.wrong("a field that a route may remove", remedy);
            } else if (set.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
                item.wrong("a field that setHeaders does not set", "remove one of the two: setting replaces as well");
            } else {
                names.add(name);
            }
        }
        return names;
    }

    private @Nullable String forbidden(String name, String direction) {
        if (HeaderRules.isOfTheConnection(name)) {
            return "remove it: Waybill itself writes this field for each connection";
        }
        if (name.equalsIgnoreCase("Host") && direction.equals("request")) {
            return "remove it, and use preserveHost of the pool";
        }
        return name.equalsIgnoreCase(requestIdHeader) ? "remove it: the request ID stays the same on its way" : null;
    }

    /** The entries whose names are names of fields and differ, whatever the case of their letters. */
    private static List<Value.Named> fields(Value value, String expected, String example) {
        List<Value.Named> fields = new ArrayList<>();
        Map<String, Place> places = new HashMap<>();
        for (Value.Named named : value.entries(expected, "write for example " + example)) {
            String fault = HeaderRules.faultOfName(named.name());
            if (fault != null) {
                named.wrongName(fault, "write for example X-Tenant");
                continue;
            }
            Place before = places.putIfAbsent(named.name().toLowerCase(Locale.ROOT), named.place());
            if (before != null) {
                named.wrongName(
                        "each field once, whatever the case of its letters",
                        "remove this one or the one in line " + before.line());
                continue;
            }
            fields.add(named);
        }
        return fields;
    }

    private static void take(Value.Named named, Map<String, String> values) {
        Value value = named.value();
        String text = value.text("the value of a field", "acme");
        String fault = text == null ? null : HeaderRules.faultOfValue(text);
        if (fault != null) {
            value.wrong(fault, "take the other characters out");
        } else if (text != null) {
            values.put(named.name(), text);
        }
    }
}
