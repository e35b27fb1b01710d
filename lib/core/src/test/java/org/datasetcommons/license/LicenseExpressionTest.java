package org.datasetcommons.license;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.datasetcommons.license.LicenseExpression.AllOf;
import org.datasetcommons.license.LicenseExpression.AnyOf;
import org.datasetcommons.license.LicenseExpression.License;
import org.datasetcommons.license.LicenseExpression.WithException;
import org.junit.jupiter.api.Test;

class LicenseExpressionTest {
    private static final License MIT = new License("MIT", false);
    private static final License ISC = new License("ISC", false);
    private static final License APACHE = new License("Apache-2.0", false);

    @Test
    void bindsAndTighterThanOr() {
        assertEquals(
                new AnyOf(List.of(MIT, new AllOf(List.of(ISC, APACHE)))),
                LicenseExpression.parse("MIT OR ISC AND Apache-2.0"));
        assertEquals(
                new AllOf(List.of(new AnyOf(List.of(MIT, ISC)), APACHE)),
                LicenseExpression.parse("(MIT OR ISC) AND Apache-2.0"));
    }

    @Test
    void bindsWithTighterThanAndAndPlusTightest() {
        assertEquals(
                new AllOf(List.of(new WithException(new License("Apache-2.0", true), "LLVM-exception"), MIT)),
                LicenseExpression.parse("Apache-2.0+ WITH LLVM-exception AND MIT"));
    }

    @Test
    void everyTreePrintsToWhatParsesBackToIt() {
        var random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            var tree = LicenseExpression.parse(tree(random, 4));

            assertEquals(tree, LicenseExpression.parse(tree.toString()), tree::toString);
        }
    }

    private static String tree(Random random, int depth) {
        var leaves = List.of("MIT", "ISC", "Apache-2.0+", "LicenseRef-x", "GPL-2.0-only WITH LLVM-exception");
        if (depth == 0 || random.nextInt(3) == 0) {
            return leaves.get(random.nextInt(leaves.size()));
        }
        var parts = new ArrayList<String>();
        for (int i = 0; i < 2 + random.nextInt(2); i++) {
            parts.add("(" + tree(random, depth - 1) + ")");
        }
        return String.join(random.nextBoolean() ? " AND " : " OR ", parts).replaceAll("\\(([^() ]+)\\)", "$1");
    }

    @Test
    void joinsFlattenedSortedAndEachOnce() {
        assertEquals(
                "Apache-2.0 AND ISC AND MIT",
                LicenseExpression.allOf(List.of(
                                LicenseExpression.parse("MIT AND ISC"), APACHE, MIT, LicenseExpression.parse("isc")))
                        .toString());
        assertEquals(MIT, LicenseExpression.allOf(List.of(MIT, MIT)));
        assertEquals(
                "Apache-2.0 AND (ISC OR MIT)",
                LicenseExpression.allOf(List.of(APACHE, LicenseExpression.parse("ISC OR MIT")))
                        .toString());
    }

    @Test
    void namesEachLicenceOnce() {
        assertEquals(
                Set.of("MIT", "ISC", "GPL-2.0-only"),
                LicenseExpression.parse("MIT AND (ISC OR MIT) AND GPL-2.0-only WITH LLVM-exception")
                        .licenses());
    }

    @Test
    void everyLicenceOfTheTableIsOnTheListAndHasItsObligationsInWords() {
        for (String file : List.of("matrix.txt", "obligations.txt")) {
            for (String line : Resources.lines(file)) {
                String id = line.split(" ")[0];
                if (!id.equals("columns")) {
                    var license = LicenseExpression.parse(id);
                    assertEquals(id, license.toString());
                    var obligations = ReleaseLicense.of(license, List.of()).obligations();
                    assertTrue(!obligations.containsKey("read-licence"), id);
                    assertTrue(PlainWords.of(license).startsWith("anybody may "), id);
                }
            }
        }
    }

    @Test
    void everyTextThatComesAlongIsOfALicenceOfTheList() {
        assertTrue(LicenseTexts.find("CC-BY-4.0").orElseThrow().contains("Attribution 4.0 International"));
        assertTrue(LicenseTexts.find("MPL-1.0").isEmpty());
        assertTrue(LicenseTexts.find("../texts/MIT").isEmpty());
        assertTrue(LicenseTexts.find("LicenseRef-x").isEmpty());
    }
}
