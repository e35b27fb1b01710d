package org.datasetcommons;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** The floor plan of {@code docs/architecture.md}, as the compiler cannot hold it. */
class ArchitectureTest {
    private static final String ROOT = "org.datasetcommons";
    private static final String DOORS = ROOT + ".io..";

    /** From the ground up. A package may use those on the floors below its own, and its neighbours on the same floor. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("digest", "license", "document", "sorting"),
            List.of("contributor"),
            List.of("dataset", "signing", "store", "table"),
            List.of("consent", "history", "log", "provenance"),
            List.of("governance", "draft", "bundle", "transfer"),
            List.of("version"),
            List.of("check", "release", "merge"),
            List.of("interop"),
            List.of("usecase"));

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void packagesAreFreeOfCycles() {
        slices().matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .because("two packages that need each other are one package with a wall through it")
                .allowEmptyShould(true)
                .check(CORE);
    }

    @Test
    void subjectsNeedNothingButTheJdkAndEachOther() {
        classes()
                .that()
                .resideOutsideOfPackage(DOORS)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", ROOT, ROOT + ".."))
                .because("a subject should read the same whichever library does the work")
                .check(CORE);
    }

    @Test
    void nothingInCoreKnowsTheDoors() {
        noClasses()
                .that()
                .resideOutsideOfPackage(DOORS)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(DOORS)
                .because("doors implement interfaces that stand where the subject is; the program's Wiring joins them")
                .check(CORE);
    }

    @Test
    void doorsDoNotKnowEachOther() {
        slices().matching(ROOT + ".io.(*)..")
                .should()
                .notDependOnEachOther()
                .because("a door that needs another door cannot be replaced alone")
                .allowEmptyShould(true)
                .check(CORE);
    }

    @Test
    void eachLibraryHasOneDoor() {
        hasOneDoor("io.git", "org.eclipse.jgit..", "org.apache.sshd..");
        hasOneDoor("io.yaml", "tools.jackson..", "com.fasterxml..", "org.snakeyaml..", "org.yaml..");
        hasOneDoor("io.table", "de.siegmar..");
        hasOneDoor("io.archive", "org.apache.commons.compress..");
        hasOneDoor("io.crypto", "org.bouncycastle..");
        hasOneDoor("io.http", "java.net.http..");
    }

    private static void hasOneDoor(String door, String... library) {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "." + door + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library)
                .because(
                        door + " is the one door to it, so that it can be replaced, patched or distrusted in one place")
                .check(CORE);
    }

    @Test
    void arrowsGoOnlyDownward() {
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            var above = FLOORS.stream().skip(floor + 1L).flatMap(List::stream).toArray(String[]::new);
            if (above.length == 0) {
                continue;
            }
            noClasses()
                    .that()
                    .resideInAnyPackage(packages(FLOORS.get(floor).toArray(String[]::new)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages(above))
                    .because("what stands on floor " + floor + " must hold without the floors above it")
                    .allowEmptyShould(true)
                    .check(CORE);
        }
    }

    @Test
    void everyPackageHasAFloor() {
        var known = new ArrayList<String>(List.of(ROOT, DOORS));
        FLOORS.forEach(floor -> known.addAll(Arrays.asList(packages(floor.toArray(String[]::new)))));

        classes()
                .should()
                .resideInAnyPackage(known.toArray(String[]::new))
                .because("a package without a place in the floor plan is held by none of its rules")
                .check(CORE);
    }

    private static String[] packages(String... names) {
        return Arrays.stream(names).map(name -> ROOT + "." + name + "..").toArray(String[]::new);
    }

    @Test
    void onlyGitSyncAndCpAreStarted() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".io.git")
                .and()
                .doNotHaveFullyQualifiedName(ROOT + ".store.SystemProgram")
                .should()
                .callConstructor(ProcessBuilder.class, String[].class)
                .orShould()
                .callConstructor(ProcessBuilder.class, List.class)
                .orShould()
                .accessTargetWhere(calls(Runtime.class, "exec"))
                .because("no program is run but the system's sync and cp, for what Java cannot do with a disk, and git,"
                        + " which asks the credential helpers that a person set up for themselves")
                .check(CORE);
    }

    @Test
    void nothingPrintsOrExits() {
        noClasses()
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .accessField(System.class, "in")
                .orShould()
                .accessTargetWhere(calls(System.class, "exit"))
                .orShould()
                .accessTargetWhere(calls(Throwable.class, "printStackTrace"))
                .because("a library answers its caller; what the user sees is the program's affair")
                .check(CORE);
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
                .orShould()
                .accessTargetWhere(calls(Locale.class, "getDefault"))
                .because("the same input gives the same bytes on every machine: name Locale.ROOT")
                .check(CORE);
    }

    @Test
    void timeIsHandedIn() {
        noClasses()
                .should()
                .accessTargetWhere(calls(
                                Set.of(
                                        Instant.class,
                                        LocalDate.class,
                                        LocalDateTime.class,
                                        OffsetDateTime.class,
                                        ZonedDateTime.class),
                                "now")
                        .or(calls(System.class, "currentTimeMillis"))
                        .or(calls(InstantSource.class, "system"))
                        .or(calls(Clock.class, "systemUTC"))
                        .or(calls(Clock.class, "systemDefaultZone")))
                .orShould()
                .callConstructor(Date.class)
                .because("time comes from an InstantSource that the caller hands in, so that a run can be repeated")
                .check(CORE);
    }

    @Test
    void chanceIsHandedIn() {
        noClasses()
                .should()
                .callConstructor(Random.class)
                .orShould()
                .accessTargetWhere(calls(Math.class, "random").or(calls(ThreadLocalRandom.class, "current")))
                .because(
                        "randomness is a seed or a SecureRandom that the caller hands in, so that a run can be repeated")
                .check(CORE);
    }

    private static DescribedPredicate<JavaAccess<?>> calls(Class<?> owner, String method) {
        return calls(Set.of(owner), method);
    }

    private static DescribedPredicate<JavaAccess<?>> calls(Set<Class<?>> owners, String method) {
        return describe(
                "the target is " + method + " of one of " + owners,
                access -> access.getTarget().getName().equals(method)
                        && owners.stream().anyMatch(access.getTargetOwner()::isEquivalentTo));
    }

    @Test
    void noPackageIsADrawer() {
        noClasses()
                .should()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .because("a name should say what the thing is, in the words of docs/glossary.md")
                .check(CORE);
    }
}
