package org.datasetcommons.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The program reads words, asks one use case and shows the answer; what it may touch for that. */
class CliArchitectureTest {
    private static final String PROGRAM = "org.datasetcommons.cli";

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.datasetcommons");

    private static final JavaClasses CLI = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(PROGRAM);

    @Test
    void onlyWiringNamesTheDoors() {
        noClasses()
                .that(areNot("Wiring"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.datasetcommons.io..", "org.datasetcommons.train.djl..")
                .because("one class joins the doors to the subjects; a command only asks it for a use case")
                .check(CLI);
    }

    @Test
    void commandsKnowNoLibraryButPicocli() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.eclipse.jgit..",
                        "org.apache..",
                        "tools.jackson..",
                        "com.fasterxml..",
                        "org.bouncycastle..",
                        "de.siegmar..",
                        "ai.djl..")
                .because("each library has one door, and the doors are in lib")
                .check(CLI);
    }

    @Test
    void picocliStaysInTheProgram() {
        noClasses()
                .that()
                .resideOutsideOfPackage(PROGRAM + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .because("the library serves other programs too")
                .allowEmptyShould(true)
                .check(ALL);
    }

    @Test
    void onlyMainAndEnvironmentTouchTheStandardStreams() {
        noClasses()
                .that(areNot("Main", "Environment", "ManPages"))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .accessField(System.class, "in")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .because("a command that prints past its renderer breaks --json, --quiet and every pipe")
                .check(CLI);
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
                .because("output is compared, piped and parsed: name Locale.ROOT")
                .check(CLI);
    }

    private static DescribedPredicate<JavaClass> areNot(String... names) {
        var exempt = Set.of(names);
        return describe("are not " + String.join(", ", names), type -> {
            var outermost = type;
            while (outermost.getEnclosingClass().isPresent()) {
                outermost = outermost.getEnclosingClass().get();
            }
            return !(outermost.getPackageName().equals(PROGRAM) && exempt.contains(outermost.getSimpleName()));
        });
    }
}
