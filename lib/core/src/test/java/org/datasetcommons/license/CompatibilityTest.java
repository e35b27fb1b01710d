package org.datasetcommons.license;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CompatibilityTest {
    private static LicenseExpression parse(String text) {
        return LicenseExpression.parse(text);
    }

    private static Fit fit(String content, String collection) {
        return Compatibility.table().judge(parse(content), parse(collection)).fit();
    }

    @ParameterizedTest
    @CsvSource({
        // A licence fits into a collection under itself, whatever it is.
        "MPL-2.0, MPL-2.0, SOLE",
        "LicenseRef-Museum, LicenseRef-Museum, SOLE",
        "MIT OR ISC, MIT OR ISC, SOLE",
        // What nobody holds rights in fits everywhere.
        "CC0-1.0, MIT, SOLE",
        "PDDL-1.0, LicenseRef-Museum, SOLE",
        "DL-DE-ZERO-2.0, GPL-3.0-only, SOLE",
        // What the table does not have, a person decides.
        "MPL-2.0, CC-BY-4.0, UNDECIDED",
        "CC-BY-1.0, CC-BY-4.0, UNDECIDED",
        "CC-BY-4.0, MIT, UNDECIDED",
        "CC-BY-4.0, CC-BY-3.0, UNDECIDED",
        "LicenseRef-Museum, CC-BY-4.0, UNDECIDED",
        "CC-BY-4.0, LicenseRef-Museum, UNDECIDED",
        "CC-BY-4.0, MIT OR Apache-2.0, UNDECIDED",
        "GPL-2.0-or-later WITH Classpath-exception-2.0, CC-BY-4.0, UNDECIDED",
        // No downgrade, and no upgrade without a clause for it.
        "CC-BY-SA-4.0, CC-BY-SA-3.0, UNDECIDED",
        "CC-BY-SA-3.0, CC-BY-SA-4.0, SOLE_IF_MODIFIED",
        "CC-BY-SA-1.0, CC-BY-SA-4.0, LAYERED"
    })
    void judgesPairs(String content, String collection, Fit fit) {
        assertEquals(fit, fit(content, collection));
    }

    @ParameterizedTest
    @CsvSource({
        // Of a choice the best part, of a conjunction the worst.
        "MIT OR CC-BY-NC-4.0, LAYERED, MIT, MIT",
        "CC-BY-NC-4.0 OR MIT, LAYERED, MIT, MIT",
        "CC0-1.0 OR MIT, SOLE, CC0-1.0, CC0-1.0",
        "MIT AND CC-BY-NC-4.0, NOT_COMMERCIAL, MIT AND CC-BY-NC-4.0, CC-BY-NC-4.0",
        "MIT AND CC0-1.0, LAYERED, MIT AND CC0-1.0, MIT",
        "(MIT OR CC-BY-NC-4.0) AND CC0-1.0, LAYERED, (MIT OR CC-BY-NC-4.0) AND CC0-1.0, MIT",
        "MIT AND CC-BY-NC-4.0 OR CC-BY-ND-4.0, UNMODIFIED, CC-BY-ND-4.0, CC-BY-ND-4.0"
    })
    void choosesAmongAlternatives(String content, Fit fit, String chosen, String deciding) {
        var judgement = Compatibility.table().judge(parse(content), parse("CC-BY-4.0"));

        assertEquals(new Compatibility.Judgement(fit, parse(chosen), deciding), judgement);
    }

    @Test
    void ranksFitsFromBestToWorst() {
        assertEquals(
                List.of("S", "S+", "L", "U", "R", "D", "N", "NU", "F", "X"),
                java.util.Arrays.stream(Fit.values())
                        .map(fit -> List.of("S", "S+", "L", "U", "R", "D", "N", "NU", "F", "X").stream()
                                .filter(code -> Fit.ofCode(code) == fit)
                                .findFirst()
                                .orElseThrow())
                        .toList());
    }

    @ParameterizedTest
    @EnumSource(Fit.class)
    void takesInWithoutADecisionOnlyWhatNobodyNeedsToDecide(Fit fit) {
        assertEquals(List.of(Fit.SOLE, Fit.SOLE_IF_MODIFIED, Fit.LAYERED).contains(fit), fit.isWelcome());
        assertEquals(List.of(Fit.UNMODIFIED, Fit.UNDECIDED).contains(fit), fit.canBeDecided());
        assertFalse(fit.reason("A", "B").isBlank());
    }

    @Test
    void withoutAListTakesInWhatFits() {
        var policy = LicensePolicy.of(parse("CC-BY-4.0"), List.of());

        assertEquals(Optional.empty(), policy.refusal(parse("CC-BY-4.0")));
        assertEquals(Optional.empty(), policy.refusal(parse("MIT")));
        assertEquals(Optional.empty(), policy.refusal(parse("CC-BY-NC-4.0 OR CC0-1.0")));
        assertEquals(
                Optional.of("CC-BY-NC-4.0 forbids commercial use, which CC-BY-4.0 allows"),
                policy.refusal(parse("CC-BY-NC-4.0")));
        assertEquals(
                Optional.of("nobody has decided whether LicenseRef-Museum fits into a collection under CC-BY-4.0"),
                policy.refusal(parse("LicenseRef-Museum")));
        assertEquals(
                Optional.of("CC-BY-ND-4.0 forbids changes, and data is cleaned and cut"),
                policy.refusal(parse("CC-BY-ND-4.0")));
    }

    @Test
    void withAListTakesInWhatIsOnItAndDoesNotHarmTheWhole() {
        var policy = LicensePolicy.of(
                parse("CC-BY-4.0"),
                List.of(parse("CC0-1.0"), parse("MIT"), parse("LicenseRef-Museum"), parse("CC-BY-NC-4.0")));

        assertEquals(Optional.empty(), policy.refusal(parse("CC0-1.0")));
        assertEquals(Optional.empty(), policy.refusal(parse("LicenseRef-Museum")));
        assertEquals(Optional.empty(), policy.refusal(parse("MIT AND CC0-1.0")));
        assertEquals(Optional.empty(), policy.refusal(parse("ISC OR MIT")));
        assertEquals(Optional.of("licence ISC is not one that the charter accepts"), policy.refusal(parse("ISC")));
        assertEquals(
                Optional.of("licence CC-BY-4.0 is not one that the charter accepts"),
                policy.refusal(parse("CC-BY-4.0")));
        assertTrue(policy.refusal(parse("ISC AND MIT")).isPresent());
        // To be on the list does not make a licence fit that does not.
        assertEquals(
                Optional.of("CC-BY-NC-4.0 forbids commercial use, which CC-BY-4.0 allows"),
                policy.refusal(parse("CC-BY-NC-4.0")));
    }

    @Test
    void aChoiceIsJudgedByThePartThatIsAccepted() {
        // MIT fits better, but only ISC is on the list; what decides must be what was accepted.
        var policy = LicensePolicy.of(parse("CC-BY-4.0"), List.of(parse("CC-BY-NC-4.0")));

        assertTrue(policy.refusal(parse("MIT OR CC-BY-NC-4.0")).isPresent());
    }
}
