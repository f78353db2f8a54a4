package io.waybill.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.waybill.app.Main;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name between backticks that looks like one of a class, a method or a constant is one of Waybill's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamedClassesTest {

    /** {@code Exchange}, {@code Exchange.begin}, {@code Failure.NO_ROUTE}, {@code ExchangeRecord.Timers}. */
    private static final Pattern NAME = Pattern.compile("([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\\.([A-Za-z_]+))?");

    private final Map<String, List<Class<?>>> classes = new TreeMap<>();

    @BeforeAll
    void findClasses() throws URISyntaxException, ClassNotFoundException {
        Path root = Path.of(
                Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        for (String file :
                Documents.files(root.resolve("io/waybill").toString(), ".class").toList()) {
            String relative = root.relativize(Path.of(file)).toString();
            String name =
                    relative.substring(0, relative.length() - ".class".length()).replace('/', '.');
            if (!name.endsWith("package-info")) {
                Class<?> found = Class.forName(name, false, Main.class.getClassLoader());
                classes.computeIfAbsent(found.getSimpleName(), simpleName -> new ArrayList<>())
                        .add(found);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/life-of-a-request.md", "docs/architecture.md"})
    void exist(String document) {
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (String code : Documents.inlineCode(Documents.text(document))) {
            Matcher name = NAME.matcher(code);
            if (name.matches()) {
                named++;
                if (!exists(name.group(1), name.group(2))) {
                    missing.add(code);
                }
            }
        }
        assertEquals(List.of(), missing, () -> document + " names what is not there");
        assertTrue(named > 30, document + " names few classes: are they still found?");
    }

    @Test
    void areTellingRightFromWrong() {
        assertTrue(exists("Exchange", null));
        assertTrue(exists("Phase", "FORWARDING"));
        assertTrue(exists("Phase", "canMoveTo"));
        assertTrue(exists("ExchangeRecord", "Timers"));
        assertEquals(
                List.of(false, false, false),
                List.of(exists("Exchangee", null), exists("Exchange", "beginn"), exists("Phase", "FORWARD")));
    }

    private boolean exists(String simpleName, @Nullable String member) {
        List<Class<?>> meant = meantBy(simpleName);
        return member == null ? !meant.isEmpty() : meant.stream().anyMatch(type -> has(type, member));
    }

    /** The classes with this name; a nested one only where none stands for itself: its outer class is named as well. */
    private List<Class<?>> meantBy(String simpleName) {
        List<Class<?>> all = classes.getOrDefault(simpleName, List.of());
        List<Class<?>> outermost =
                all.stream().filter(type -> type.getEnclosingClass() == null).toList();
        return outermost.isEmpty() ? all : outermost;
    }

    private static boolean has(Class<?> type, String member) {
        return Stream.of(
                        Arrays.stream(type.getDeclaredMethods()).map(method -> method.getName()),
                        Arrays.stream(type.getDeclaredFields()).map(field -> field.getName()),
                        Arrays.stream(type.getDeclaredClasses()).map(Class::getSimpleName))
                .flatMap(names -> names)
                .anyMatch(member::equals);
    }
}
