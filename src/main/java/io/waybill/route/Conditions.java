package io.waybill.route;

import io.waybill.http.FieldName;
import io.waybill.http.FieldSection;
import io.waybill.http.Method;
import io.waybill.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a rule demands beyond host and path: a method, and values of fields. Immutable. */
final class Conditions {

    private static final String PRESENT = "*";
    private static final byte[] ANY_VALUE = {};

    /** Empty for any. */
    private final EnumSet<Method> methods = EnumSet.noneOf(Method.class);

    private final byte[][] otherMethods;
    private final FieldName[] names;
    private final byte[][] values;

    Conditions(Set<String> methods, Map<String, String> headers) {
        methods.forEach(method -> this.methods.add(methodOf(method)));
        this.otherMethods = methods.stream()
                .filter(method -> methodOf(method) == Method.OTHER)
                .map(Conditions::bytes)
                .toArray(byte[][]::new);
        List<Map.Entry<String, String>> entries = List.copyOf(headers.entrySet());
        this.names = entries.stream().map(entry -> FieldName.of(entry.getKey())).toArray(FieldName[]::new);
        this.values = entries.stream()
                .map(entry -> entry.getValue().equals(PRESENT) ? ANY_VALUE : bytes(entry.getValue()))
                .toArray(byte[][]::new);
    }

    private static Method methodOf(String name) {
        byte[] bytes = bytes(name);
        return Method.of(bytes, 0, bytes.length);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean hold(RequestHead head) {
        return (methods.isEmpty() || isMethod(head)) && (names.length == 0 || haveFields(head.fields()));
    }

    private boolean isMethod(RequestHead head) {
        return methods.contains(head.method()) && (head.method() != Method.OTHER || isOtherMethod(head));
    }

    private boolean isOtherMethod(RequestHead head) {
        for (byte[] method : otherMethods) {
            if (Arrays.equals(head.bytes(), head.methodStart(), head.methodEnd(), method, 0, method.length)) {
                return true;
            }
        }
        return false;
    }

    private boolean haveFields(FieldSection fields) {
        for (int i = 0; i < names.length; i++) {
            if (!hasField(fields, names[i], values[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean hasField(FieldSection fields, FieldName name, byte[] value) {
        for (int line = fields.first(name); line >= 0; line = fields.next(name, line)) {
            int start = fields.valueStart(line);
            if (value == ANY_VALUE
                    || Arrays.equals(fields.bytes(), start, fields.valueEnd(line), value, 0, value.length)) {
                return true;
            }
        }
        return false;
    }
}
