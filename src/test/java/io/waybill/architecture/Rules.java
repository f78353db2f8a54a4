package io.waybill.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Rules about single classes, methods and fields. The root is {@code io.waybill}, or that of samples that break them. */
final class Rules {

    private static final int MOST_PARAMETERS = 6;
    private static final String[] DATA_PLANE = {
        "http", "http1", "http2", "balance", "pool", "route", "exchange", "frontend", "upstream", "net"
    };
    private static final Set<String> WAITING_FOR_A_FUTURE =
            Set.of("get", "join", "sync", "syncUninterruptibly", "await", "awaitUninterruptibly");
    private static final Set<String> WAITING =
            Set.of("await", "awaitTermination", "take", "put", "acquire", "exchange");
    private static final String BANNED_NAMES =
            ".*(Manager|Helper|Helpers|Util|Utils|Impl|Context)|(Abstract|Base|Default)[A-Z].*";

    private Rules() {}

    static ArchRule staticFieldsAreFinal() {
        return fields().that()
                .areStatic()
                .and(describe(
                        "are written by people", field -> !field.getModifiers().contains(SYNTHETIC)))
                .should()
                .beFinal();
    }

    static ArchRule namesSayWhatAClassIs() {
        return classes().should(notBeNamed(BANNED_NAMES));
    }

    static ArchRule classesAreFinal() {
        return classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .and(describe("are not constants of an enum", type -> !isConstantOfEnum(type)))
                .should()
                .haveModifier(JavaModifier.FINAL);
    }

    static ArchRule nothingIsASingleton() {
        return noMethods().should().haveName("getInstance").allowEmptyShould(true);
    }

    static ArchRule parametersAreFew() {
        ArchCondition<JavaCodeUnit> condition = new ArchCondition<>("have at most " + MOST_PARAMETERS + " parameters") {
            @Override
            public void check(JavaCodeUnit item, ConditionEvents events) {
                int count = writtenParameters(item);
                String message = item.getFullName() + " has " + count + " parameters";
                events.add(new SimpleConditionEvent(item, count <= MOST_PARAMETERS, message));
            }
        };
        return codeUnits()
                .that(describe("are not of a record, nor made by the compiler", Rules::isWrittenOutsideRecords))
                .should(condition);
    }

    static ArchRule dataPlaneHasNoLocks(String root) {
        return noClasses()
                .that()
                .resideInAnyPackage(dataPlane(root))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent.locks..");
    }

    static ArchRule dataPlaneHasNoSynchronizedMethods(String root) {
        return methods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(dataPlane(root))
                .should()
                .notHaveModifier(SYNCHRONIZED);
    }

    /** Apart from what opens and closes listeners and loops, which only the control plane's thread calls. */
    static ArchRule dataPlaneNeverWaits(String root) {
        return noClasses()
                .that()
                .resideInAnyPackage(dataPlane(root))
                .and()
                .doNotHaveFullyQualifiedName(root + ".frontend.Listener")
                .and()
                .doNotHaveFullyQualifiedName(root + ".net.Loops")
                .should()
                .callCodeUnitWhere(describe("waits for another thread", call -> isWaiting(call.getTarget())));
    }

    static ArchRule nothingSleeps() {
        return noClasses()
                .should()
                .callCodeUnitWhere(
                        describe("sleeps", call -> call.getTarget().getName().equals("sleep")));
    }

    static ArchRule nothingIsMocked() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.mockito..", "org.easymock..", "org.powermock..", "mockit..", "org.jmock..", "io.mockk..");
    }

    static ArchRule channelsStayAtTheEdges(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages(
                        packages(root, "http2", "frontend", "upstream", "net", "health", "admin", "app", "control"))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty.channel..");
    }

    static ArchRule wallClockIsForPeople(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + "..")
                .and()
                .resideOutsideOfPackages(packages(root, "accesslog", "requestid", "admin", "app"))
                .should()
                .callMethod(System.class, "currentTimeMillis");
    }

    private static String[] dataPlane(String root) {
        return packages(root, DATA_PLANE);
    }

    private static String[] packages(String root, String... names) {
        return Stream.of(names).map(name -> root + "." + name + "..").toArray(String[]::new);
    }

    private static ArchCondition<JavaClass> notBeNamed(String pattern) {
        return new ArchCondition<>("not be named " + pattern) {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean good = !item.getSimpleName().matches(pattern);
                events.add(new SimpleConditionEvent(item, good, item.getName() + " has a name that says nothing"));
            }
        };
    }

    private static boolean isWaiting(CodeUnitCallTarget target) {
        JavaClass owner = target.getOwner();
        String name = target.getName();
        return name.equals("sleep")
                || (owner.isAssignableTo(Future.class) && WAITING_FOR_A_FUTURE.contains(name))
                || (owner.isAssignableTo(Thread.class) && name.equals("join"))
                || (owner.getPackageName().equals("java.util.concurrent") && WAITING.contains(name))
                || (owner.isEquivalentTo(Object.class) && name.equals("wait"));
    }

    private static boolean isConstantOfEnum(JavaClass type) {
        return type.getRawSuperclass().map(JavaClass::isEnum).orElse(false);
    }

    private static boolean isWrittenOutsideRecords(JavaCodeUnit unit) {
        JavaClass owner = unit.getOwner();
        return !owner.isRecord()
                && !isAskedForByALibrary(unit)
                && !owner.isAnonymousClass()
                && !owner.isLocalClass()
                && !unit.getModifiers().contains(SYNTHETIC);
    }

    /** Whether it overrides a method of another project, whose parameters are not ours to choose. */
    private static boolean isAskedForByALibrary(JavaCodeUnit unit) {
        String[] parameters =
                unit.getRawParameterTypes().stream().map(JavaClass::getName).toArray(String[]::new);
        return Stream.concat(
                        unit.getOwner().getAllRawSuperclasses().stream(),
                        unit.getOwner().getAllRawInterfaces().stream())
                .filter(type -> !type.getName().startsWith("io.waybill."))
                .anyMatch(type -> type.tryGetMethod(unit.getName(), parameters).isPresent());
    }

    /** Without those that the compiler adds: name and ordinal of an enum, the owner of an inner class. */
    private static int writtenParameters(JavaCodeUnit unit) {
        int count = unit.getRawParameterTypes().size();
        if (unit instanceof JavaConstructor) {
            count -= unit.getOwner().isEnum() ? 2 : unit.getOwner().isInnerClass() ? 1 : 0;
        }
        return count;
    }
}
