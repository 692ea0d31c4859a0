package genops.benchmarks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** A module uses only those named to its right: plot and results shapes, kernels shapes, benchmarks all. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("jmh_generated"))
            .importPackages("genops");

    @Test
    void shapesUseNothing() {
        mustNotUse("genops.shapes..", "genops.kernels..", "genops.results..", "genops.plot..", "genops.benchmarks..");
    }

    @Test
    void kernelsUseShapes() {
        mustNotUse("genops.kernels..", "genops.results..", "genops.plot..", "genops.benchmarks..");
    }

    @Test
    void resultsUseShapes() {
        mustNotUse("genops.results..", "genops.kernels..", "genops.plot..", "genops.benchmarks..");
    }

    @Test
    void plotUsesResultsAndShapes() {
        noClasses().that().resideInAPackage("genops.plot..")
                .should().dependOnClassesThat().resideInAnyPackage("genops.kernels..", "genops.benchmarks..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void theLauncherStartsWhereNothingElseCan() {
        noClasses().that().resideInAPackage("genops.launcher..")
                .should().dependOnClassesThat().resideOutsideOfPackages("genops.launcher..", "java..")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("genops.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    private static void mustNotUse(String module, String... others) {
        noClasses().that().resideInAPackage(module).should().dependOnClassesThat().resideInAnyPackage(others).check(CLASSES);
    }
}
