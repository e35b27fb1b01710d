package org.datasetcommons.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.TestDataset;
import org.datasetcommons.testkit.TestDataset.Gift;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TermsRuleTest {
    @TempDir
    private Path folder;

    private TestDataset dataset;

    @BeforeEach
    void begin() {
        dataset = TestDataset.in(folder);
    }

    @AfterEach
    void end() {
        dataset.close();
    }

    @Test
    void refusesWhatAnotherGaveOnOtherTermsUnderWhateverName() {
        var base = dataset.contribute(People.ANA, owl(People.ANA, "data/owl.txt"));
        dataset.contribute(People.BEN, owl(People.BEN, "data/birds/bird.txt").license("CC0-1.0"));

        assertEquals(
                List.of(
                        "error data/birds/bird.txt: was given by ana in contribution 2026-11-22-ana-00000001 on other terms: "
                                + "licence CC-BY-4.0, here CC0-1.0; credit 'Ana Example', here 'Ben Example'; "
                                + "2026-11-22-ben-00000002 is to leave it out: on a branch of what is merged by now, "
                                + "`commons add` passes it over"),
                since(base));
    }

    @Test
    void warnsOfWhatAnotherGaveOnTheSameTerms() {
        var base = dataset.contribute(People.ANA, owl(People.ANA, "data/owl.txt"));
        dataset.contribute(People.BEN, owl(People.BEN, "data/owl.txt").credit("Ana Example"));

        assertEquals(
                List.of(
                        "warning data/owl.txt: was given by ana in contribution 2026-11-22-ana-00000001 on the same terms; "
                                + "one of the two is credited"),
                since(base));
    }

    @Test
    void letsNobodyWidenWhatTheyRepeatedFirst() {
        dataset.contribute(People.ANA, owl(People.ANA, "data/owl.txt"));
        var base =
                dataset.contribute(People.BEN, owl(People.BEN, "data/owl.txt").credit("Ana Example"));
        dataset.contribute(People.BEN, owl(People.BEN, "data/owl.txt"));

        assertEquals(List.of("error"), severities(since(base)));
    }

    @Test
    void letsGiversSayOtherTermsOfTheirOwn() {
        var base = dataset.contribute(People.ANA, owl(People.ANA, "data/owl.txt"));
        dataset.contribute(People.ANA, owl(People.ANA, "data/owl.txt").license("CC0-1.0"));

        assertEquals(List.of("warning"), severities(since(base)));
    }

    @Test
    void findsNothingInWhatGiversRepeatEvenWhereAnotherGaveItOtherwise() {
        dataset.contribute(People.ANA, owl(People.ANA, "data/owl.txt"));
        var base = dataset.contribute(People.BEN, owl(People.BEN, "data/owl.txt"));
        dataset.contribute(People.ANA, owl(People.ANA, "data/owl.txt"));

        assertEquals(List.of(), since(base));
    }

    @Test
    void comparesWhatOneChangeBringsWithItself() {
        var base = dataset.head();
        dataset.contribute(People.ANA, owl(People.ANA, "data/owl.txt"));
        dataset.contribute(People.BEN, owl(People.BEN, "data/bird.txt"));

        assertEquals(List.of("error"), severities(since(base)));
    }

    @Test
    void namesEachRecordOnceHoweverManyHaveTheSameBytes() {
        var base = dataset.contribute(
                People.ANA,
                owl(People.ANA, "data/a.txt").file("data/b.txt", "owl").file("data/c.txt", "owl"));
        dataset.contribute(
                People.BEN,
                owl(People.BEN, "data/d.txt").file("data/e.txt", "owl").file("data/f.txt", "other"));

        assertEquals(List.of("error", "error"), severities(since(base)));
    }

    @Test
    void warnsOfAVersionThatHasBoth() {
        dataset.contribute(People.ANA, owl(People.ANA, "data/owl.txt"));
        dataset.contribute(People.BEN, owl(People.BEN, "data/bird.txt"));

        assertEquals(
                List.of(
                        "warning data/bird.txt: was given on different terms, by ben in contribution "
                                + "2026-11-22-ben-00000002, which counts here, and by ana in contribution "
                                + "2026-11-22-ana-00000001: credit 'Ben Example', there 'Ana Example'",
                        "warning data/owl.txt: was given on different terms, by ana in contribution "
                                + "2026-11-22-ana-00000001, which counts here, and by ben in contribution "
                                + "2026-11-22-ben-00000002: credit 'Ana Example', there 'Ben Example'"),
                findings(Change.whole(dataset.version())));
    }

    private static Gift owl(People by, String path) {
        return TestDataset.gift(by).file(path, "owl");
    }

    private List<String> since(CommitId base) {
        var before = dataset.version(base);
        return findings(new Change(before, Optional.of(before), dataset.version(), List.of()));
    }

    private static List<String> findings(Change change) {
        var findings = new ArrayList<String>();
        new TermsRule()
                .check(
                        change,
                        finding -> findings.add(
                                finding.severity() + " " + finding.subject().name() + ": " + finding.message()));
        return findings;
    }

    private static List<String> severities(List<String> findings) {
        return findings.stream()
                .map(finding -> finding.substring(0, finding.indexOf(' ')))
                .toList();
    }
}
