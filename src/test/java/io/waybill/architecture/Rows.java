package io.waybill.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** Which package may use which: the rows of the design, and the rules that follow from them. */
final class Rows {

    /** Lowest first. A package may use those of lower rows and its own; never a neighbour in its row. */
    private static final List<List<String>> ROWS = List.of(
            List.of("config", "stats", "requestid"),
            List.of("http", "balance"),
            List.of("pool", "net", "http1", "http2"),
            List.of("route"),
            List.of("exchange"),
            List.of("frontend", "upstream", "health", "accesslog", "trail", "metrics"),
            List.of("control"),
            List.of("admin", "cli"),
            List.of("app"));

    private Rows() {}

    /** One rule for each package but the highest, which may use all. */
    static List<ArchRule> onlyLowerRowsAreUsed(String root) {
        return ROWS.stream()
                .flatMap(List::stream)
                .filter(owner -> !owner.equals("app"))
                .map(owner -> usesOnlyLowerRows(root, owner))
                .toList();
    }

    static ArchRule packagesAreFlatAndInARow(String root) {
        List<String> allowed = ROWS.stream()
                .flatMap(List::stream)
                .map(name -> root + "." + name)
                .toList();
        ArchCondition<JavaClass> beInOneOfThem = new ArchCondition<>("be directly in a package of the design's rows") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean isIn = allowed.contains(item.getPackageName());
                events.add(new SimpleConditionEvent(item, isIn, item.getName() + " is in no package of the rows"));
            }
        };
        return classes().that().resideInAPackage(root + "..").should(beInOneOfThem);
    }

    static ArchRule packagesHaveNoCycles(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    private static ArchRule usesOnlyLowerRows(String root, String owner) {
        return noClasses()
                .that()
                .resideInAPackage(root + "." + owner + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbiddenFor(root, owner))
                .allowEmptyShould(true)
                .as(owner + " uses lower rows only");
    }

    private static String[] forbiddenFor(String root, String owner) {
        int row = 0;
        while (!ROWS.get(row).contains(owner)) {
            row++;
        }
        return ROWS.subList(row, ROWS.size()).stream()
                .flatMap(List::stream)
                .filter(name -> !name.equals(owner))
                .map(name -> root + "." + name + "..")
                .toArray(String[]::new);
    }
}
