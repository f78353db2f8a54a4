package io.waybill.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of the design and of the style guide, applied to Waybill. {@link RulesTest} shows that each of them bites. */
class ArchitectureTest {

    private static final String ROOT = "io.waybill";
    private static final Path MAIN_SOURCES = Path.of("src/main/java");
    private static final Path TEST_SOURCES = Path.of("src/test/java");
    private static final JavaClasses MAIN = new ClassFileImporter().importPath(Path.of("target/classes"));
    private static final JavaClasses TESTS = new ClassFileImporter().importPath(Path.of("target/test-classes"));

    @Test
    void packagesUseLowerRowsOnlyAndHaveNoCycles() {
        Rows.onlyLowerRowsAreUsed(ROOT).forEach(rule -> rule.check(MAIN));
        Rows.packagesAreFlatAndInARow(ROOT).check(MAIN);
        Rows.packagesHaveNoCycles(ROOT).check(MAIN);
    }

    @Test
    void thereIsNoStaticMutableStateAndNoSingleton() {
        Rules.staticFieldsAreFinal().check(MAIN);
        Rules.nothingIsASingleton().check(MAIN);
    }

    @Test
    void classesAreFinalAndNamedForWhatTheyAre() {
        Rules.classesAreFinal().check(MAIN);
        Rules.namesSayWhatAClassIs().check(MAIN);
    }

    @Test
    void methodsOutsideRecordsHaveAtMostSixParameters() {
        Rules.parametersAreFew().check(MAIN);
    }

    @Test
    void theDataPlaneNeitherLocksNorWaits() {
        Rules.dataPlaneHasNoLocks(ROOT).check(MAIN);
        Rules.dataPlaneHasNoSynchronizedMethods(ROOT).check(MAIN);
        Rules.dataPlaneNeverWaits(ROOT).check(MAIN);
        assertEquals(List.of(), Sources.synchronizedBlocks(MAIN_SOURCES));
    }

    @Test
    void channelsAndTheWallClockStayWhereTheyBelong() {
        Rules.channelsStayAtTheEdges(ROOT).check(MAIN);
        Rules.wallClockIsForPeople(ROOT).check(MAIN);
    }

    @Test
    void nothingSleepsAndNothingIsMocked() {
        Rules.nothingSleeps().check(MAIN);
        Rules.nothingSleeps().check(TESTS.that(RulesTest.areNoSamples()));
        Rules.nothingIsMocked().check(TESTS);
    }

    @Test
    void filesAreShortNullMarkedAndWithoutOpenEnds() {
        for (Path sources : List.of(MAIN_SOURCES, TEST_SOURCES)) {
            assertEquals(List.of(), Sources.longFiles(sources));
            assertEquals(List.of(), Sources.openEnds(sources));
        }
        assertEquals(List.of(), Sources.packagesThatAreNotNullMarked(MAIN_SOURCES));
    }
}
