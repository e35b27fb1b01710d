package org.datasetcommons.train;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The engine stays behind its door, and training stays repeatable. */
class TrainArchitectureTest {
    private static final String DOOR = "org.datasetcommons.train.djl..";

    private static final JavaClasses TRAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.datasetcommons.train");

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching("org.datasetcommons.(**)")
                .should()
                .beFreeOfCycles()
                .because("two packages that need each other are one package with a wall through it")
                .allowEmptyShould(true)
                .check(TRAIN);
    }

    @Test
    void theEngineHasOneDoor() {
        noClasses()
                .that()
                .resideOutsideOfPackage(DOOR)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("ai.djl..", "com.sun.jna..")
                .because("plans, recipes and model records are read and verified where no engine is installed")
                .check(TRAIN);
    }

    @Test
    void nothingButTheProgramKnowsTheDoor() {
        noClasses()
                .that()
                .resideOutsideOfPackage(DOOR)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(DOOR)
                .because("the program's Wiring joins the engine to the plan")
                .check(TRAIN);
    }

    @Test
    void trainingReadsThroughTheSubjectsOfCore() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.datasetcommons.io..")
                .because("what a model is trained on is what the core verified, not what a door happened to read")
                .check(TRAIN);
    }

    @Test
    void nothingPrintsOrReadsClockOrChance() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callConstructor(Random.class)
                .because("a run with the same seed on the same version is the same run")
                .check(TRAIN);
    }

    @Test
    void nothingDependsOnTheLocale() {
        noClasses()
                .should()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .orShould()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "formatted", Object[].class)
                .because("the same input gives the same bytes on every machine: name Locale.ROOT")
                .check(TRAIN);
    }
}
