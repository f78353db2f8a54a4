package io.waybill.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule finds the sample that breaks it, and nothing else among the samples. */
class RulesTest {

    private static final String ROOT = "io.waybill.architecture.broken";
    private static final JavaClasses SAMPLES = new ClassFileImporter().importPackages(ROOT);

    static DescribedPredicate<JavaClass> areNoSamples() {
        return not(resideInAPackage(ROOT + ".."));
    }

    @Test
    void packagesThatUseHigherRowsOrNeighboursAreFound() {
        List<String> found = Rows.onlyLowerRowsAreUsed(ROOT).stream()
                .flatMap(rule -> violations(rule).stream())
                .toList();
        assertEquals(2, found.size(), found.toString());
        assertTrue(found.get(0).contains("UsesHigherRow.higher"), found.toString());
        assertTrue(found.get(1).contains("UsesNeighbour.neighbour"), found.toString());
    }

    @Test
    void packagesOutsideOfTheRowsAndCyclesAreFound() {
        assertFindsOnly(Rows.packagesAreFlatAndInARow(ROOT), "InNoRow");
        assertFindsOnly(Rows.packagesHaveNoCycles(ROOT), "Slice http -> ");
    }

    @Test
    void staticStateSingletonsNamesAndOpenClassesAreFound() {
        assertFindsOnly(Rules.staticFieldsAreFinal(), "BaseHelper.counter");
        assertFindsOnly(Rules.nothingIsASingleton(), "BaseHelper.getInstance");
        assertFindsOnly(Rules.namesSayWhatAClassIs(), "BaseHelper");
        assertFindsOnly(Rules.classesAreFinal(), "BaseHelper");
    }

    @Test
    void sevenParametersAreFoundAndThoseOfTheCompilerAreNotCounted() {
        assertFindsOnly(Rules.parametersAreFew(), "BaseHelper.sum");
    }

    @Test
    void everyWayToWaitOnTheDataPlaneIsFound() {
        assertFindsOnly(Rules.dataPlaneHasNoSynchronizedMethods(ROOT), "Waits.isLocked");
        assertTrue(violations(Rules.dataPlaneHasNoLocks(ROOT)).size() >= 2);
        assertEquals(4, violations(Rules.dataPlaneNeverWaits(ROOT)).size());
        assertFindsOnly(Rules.nothingSleeps(), "Waits.sleeps");
    }

    @Test
    void channelsAndTheWallClockInTheWrongPlaceAreFound() {
        assertTrue(violations(Rules.channelsStayAtTheEdges(ROOT)).size() >= 2);
        assertFindsOnly(Rules.wallClockIsForPeople(ROOT), "Waits.sleeps");
    }

    @Test
    void sourcesThatAreLongOrOpenOrNotNullMarkedAreFound(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("Sample.java");
        Files.writeString(file, "// TO" + "DO later\n    synchronized (this) {\n" + "\n".repeat(300));

        assertEquals(List.of(file + " has 302 lines; at most 300"), Sources.longFiles(directory));
        assertEquals(List.of(file + ":1: // TO" + "DO later"), Sources.openEnds(directory));
        assertEquals(List.of(file + ":2: synchronized (this) {"), Sources.synchronizedBlocks(directory));
        assertEquals(1, Sources.packagesThatAreNotNullMarked(directory).size());
        Files.writeString(file, "// TO" + "DO(#12) later\n");
        assertEquals(List.of(), Sources.openEnds(directory));
    }

    private static void assertFindsOnly(ArchRule rule, String place) {
        List<String> found = violations(rule);
        assertEquals(1, found.size(), found.toString());
        assertTrue(found.get(0).contains(place), found.toString());
    }

    private static List<String> violations(ArchRule rule) {
        return rule.evaluate(SAMPLES).getFailureReport().getDetails();
    }
}
