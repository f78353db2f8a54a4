package io.waybill.net;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** Groups for the key exchange where the JDK does TLS; it can be told of them from version 20 on. Immutable. */
final class JdkGroups {

    private static final @Nullable Method SETTER = setter();

    private final List<String> groups;

    private JdkGroups(List<String> groups) {
        this.groups = List.copyOf(groups);
    }

    /** @param groups in order of preference; none for what the JDK does by itself */
    static JdkGroups of(List<String> groups) {
        return new JdkGroups(SETTER == null ? List.of() : groups);
    }

    /** Whether this JDK can be told. */
    static boolean areSupported() {
        return SETTER != null;
    }

    void applyTo(SSLEngine engine) {
        Method setter = SETTER;
        if (groups.isEmpty() || setter == null) {
            return;
        }
        SSLParameters parameters = engine.getSSLParameters();
        try {
            setter.invoke(
                    parameters, (Object) groups.stream().map(JdkGroups::jdkName).toArray(String[]::new));
        } catch (IllegalAccessException | InvocationTargetException refused) {
            throw new IllegalStateException("curves: the JDK does not take " + groups, refused);
        }
        engine.setSSLParameters(parameters);
    }

    private static String jdkName(String group) {
        return switch (group) {
            case "X25519" -> "x25519";
            case "P-256", "prime256v1" -> "secp256r1";
            case "P-384" -> "secp384r1";
            case "P-521" -> "secp521r1";
            default -> group;
        };
    }

    private static @Nullable Method setter() {
        try {
            return SSLParameters.class.getMethod("setNamedGroups", String[].class);
        } catch (NoSuchMethodException before20) {
            return null;
        }
    }
}
