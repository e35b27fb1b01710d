package org.datasetcommons.usecase;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.dataset.ManifestEntry;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.TestDataset;
import org.datasetcommons.usecase.DiffVersions.Outcome;
import org.datasetcommons.version.Differences;
import org.datasetcommons.version.SignedContribution;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever changed, the parts that are looked at say the same as the wholes would. */
class DiffVersionsTest {
    @TempDir
    private Path folder;

    private TestDataset dataset;
    private final List<CommitId> commits = new ArrayList<>();

    @BeforeEach
    void begin() {
        dataset = TestDataset.in(folder);
        commits.add(dataset.head());
        give(
                People.ANA,
                TestDataset.gift(People.ANA)
                        .file("data/owl.txt", "hoo")
                        .file("data/fox.txt", "red")
                        .file("data/many/1.txt", "one")
                        .file("data/tables/tales.csv", "id,title\n1,The owl\n2,The fox\n"));
        give(People.BEN, TestDataset.gift(People.BEN).file("data/elk.txt", "big"));
    }

    @AfterEach
    void end() {
        dataset.close();
    }

    private void give(People by, TestDataset.Gift gift) {
        commits.add(dataset.contribute(by, gift));
    }

    private void commit(TreeEdit edit) {
        commits.add(dataset.commit(edit, People.ANA));
    }

    private byte[] pointer(String content) {
        return dataset.repository().store().put(TestDataset.bytes(content)).bytes();
    }

    @Test
    void whatIsAddedChangedAndRemoved() {
        give(
                People.ANA,
                TestDataset.gift(People.ANA)
                        .file("data/owl.txt", "hoo hoo")
                        .file("data/wren.txt", "small")
                        .file("data/tables/tales.csv", "id,title\n2,The vixen\n3,The wren\n"));
        commit(new TreeEdit().remove("data/many/1.txt"));
        commit(new TreeEdit().remove("data/tables/tales.csv"));

        assertEquals("""
                + data/tables/tales.csv#3 2026-11-22-ana-00000003
                + data/wren.txt 2026-11-22-ana-00000003
                ~ data/owl.txt 2026-11-22-ana-00000001 2026-11-22-ana-00000003 []
                ~ data/tables/tales.csv#2 2026-11-22-ana-00000001 2026-11-22-ana-00000003 [title]
                - data/tables/tales.csv#1 2026-11-22-ana-00000001
                """, difference(2, 3));
        requireSameAsWhole();
    }

    @Test
    void whatMovesAndIsCopied() {
        commit(new TreeEdit().put("data/den/fox.txt", pointer("red")).remove("data/fox.txt"));
        commit(new TreeEdit().put("data/copy.txt", pointer("hoo")));
        commit(new TreeEdit().put("data/tables/moved.csv", pointer("id,title\n1,The owl\n2,The fox\n")));
        commit(new TreeEdit().remove("data/tables/tales.csv"));

        assertEquals("> data/fox.txt data/den/fox.txt 2026-11-22-ana-00000001\n", difference(2, 3));
        requireSameAsWhole();
    }

    @Test
    void whatGitAloneCommittedAndIsGivenLater() {
        commit(new TreeEdit()
                .put("data/wren.txt", pointer("small"))
                .put("data/copy.txt", pointer("small"))
                .put("data/broken.txt", "no pointer".getBytes(StandardCharsets.UTF_8))
                .put("data/tables/birds.csv", pointer("id,name\n1,wren\n2,elk\n")));
        give(
                People.BEN,
                TestDataset.gift(People.BEN)
                        .file("data/wren.txt", "small")
                        .file("data/tables/birds.csv", "id,name\n1,wren\n2,elk\n"));

        assertEquals("""
                + data/copy.txt 2026-11-22-ben-00000003
                + data/tables/birds.csv#1 2026-11-22-ben-00000003
                + data/tables/birds.csv#2 2026-11-22-ben-00000003
                + data/wren.txt 2026-11-22-ben-00000003
                """, difference(3, 4));
        requireSameAsWhole();
    }

    @Test
    void whatTwoGaveOnOtherTerms() {
        give(
                People.BEN,
                TestDataset.gift(People.BEN)
                        .file("data/owl.txt", "hoo")
                        .file("data/bird.txt", "hoo")
                        .license("CC0-1.0"));
        give(
                People.ANA,
                TestDataset.gift(People.ANA).file("data/bird.txt", "hoo").credit("somebody else"));
        commit(new TreeEdit().remove("data/owl.txt"));
        commit(new TreeEdit().remove("data/bird.txt"));

        assertEquals("+ data/bird.txt 2026-11-22-ben-00000003\n", difference(2, 3));
        assertEquals("- data/bird.txt 2026-11-22-ana-00000004\n", difference(5, 6));
        requireSameAsWhole();
    }

    @Test
    void whatComesBackWhoeverGivesItAgain() {
        commit(new TreeEdit().remove("data/owl.txt").remove("data/tables/tales.csv"));
        give(
                People.BEN,
                TestDataset.gift(People.BEN)
                        .file("data/owl.txt", "hoo")
                        .file("data/tables/tales.csv", "id,title\n1,The owl\n2,The fox\n"));

        assertEquals("""
                + data/owl.txt 2026-11-22-ana-00000001
                + data/tables/tales.csv#1 2026-11-22-ana-00000001
                + data/tables/tales.csv#2 2026-11-22-ana-00000001
                """, difference(3, 4));
        requireSameAsWhole();
    }

    @Test
    void whatIsNotCoveredAnyMore() {
        commit(new TreeEdit().put("data/den/fox.txt", pointer("red")).remove("data/fox.txt"));
        var anas = contribution(0);
        commit(new TreeEdit()
                .remove(anas.contribution().id().statementFile())
                .remove(anas.contribution().id().recordsFile())
                .remove(anas.contribution().id().signatureFile())
                .remove("data/owl.txt"));

        assertEquals("""
                - data/den/fox.txt 2026-11-22-ana-00000001
                - data/many/1.txt 2026-11-22-ana-00000001
                - data/owl.txt 2026-11-22-ana-00000001
                - data/tables/tales.csv#1 2026-11-22-ana-00000001
                - data/tables/tales.csv#2 2026-11-22-ana-00000001
                """, difference(3, 4));
        requireSameAsWhole();
    }

    @Test
    void whatAContributionListsThatWasAltered() {
        var id = contribution(0).contribution().id();
        byte[] list = dataset.version().tree().read(id.recordsFile()).orElseThrow();
        String lines = new String(list, StandardCharsets.UTF_8);
        String fewer = lines.substring(lines.indexOf('\n') + 1);
        commit(new TreeEdit().put(id.recordsFile(), fewer.getBytes(StandardCharsets.UTF_8)));
        commit(new TreeEdit().remove(id.recordsFile()));

        assertEquals("- data/fox.txt 2026-11-22-ana-00000001\n", difference(2, 3));
        requireSameAsWhole();
    }

    @Test
    void whatTheCharterMakesATable() {
        give(People.BEN, TestDataset.gift(People.BEN).file("data/more/birds.csv", "id,name\n1,wren\n"));
        commit(new TreeEdit()
                .put(Charter.FILE, TestDataset.bytes(TestDataset.CHARTER + "  - files: data/more/**\n    key: id\n")));

        assertEquals("- data/more/birds.csv 2026-11-22-ben-00000003\n", difference(3, 4));
        requireSameAsWhole();
    }

    @Test
    void whatAContributionMakesATable() {
        dataset.close();
        var charter = TestDataset.CHARTER.substring(0, TestDataset.CHARTER.indexOf("tables:"));
        dataset = TestDataset.in(folder.resolve("plain"), charter);
        commits.clear();
        commits.add(dataset.head());
        commit(new TreeEdit().put("data/tables/birds.csv", pointer("id,name\n1,wren\n2,elk\n")));
        give(People.ANA, TestDataset.gift(People.ANA).file("data/birds.csv", "id,name\n1,wren\n2,elk\n"));
        give(People.BEN, TestDataset.gift(People.BEN).file("data/tables/birds.csv", "id,name\n1,wren\n2,elk\n"));

        assertEquals("""
                + data/tables/birds.csv#1 2026-11-22-ben-00000002
                + data/tables/birds.csv#2 2026-11-22-ben-00000002
                - data/tables/birds.csv 2026-11-22-ana-00000001
                """, difference(2, 3));
        requireSameAsWhole();
    }

    @Test
    void branchesThatHaveParted() {
        var base = dataset.head();
        give(People.ANA, TestDataset.gift(People.ANA).file("data/owl.txt", "hoo hoo"));
        commits.add(dataset.contributeOn(
                base,
                People.BEN,
                TestDataset.gift(People.BEN)
                        .file("data/owl.txt", "huh")
                        .file("data/tables/tales.csv", "id,title\n1,The owl\n2,The fox\n9,The elk\n")));
        commits.add(dataset.commitOn(
                base, new TreeEdit().put("data/elk.txt", pointer("red")).remove("data/fox.txt"), People.BEN));

        assertEquals("""
                + data/tables/tales.csv#9 2026-11-22-ben-00000004
                ~ data/owl.txt 2026-11-22-ana-00000003 2026-11-22-ben-00000004 []
                """, difference(3, 4));
        requireSameAsWhole();
    }

    /** Nobody has to fetch a table to hear that it is as it was. */
    @Test
    void aTableThatBothHaveAlikeNeedNotBeHere() {
        var absent = new Pointer(Digest.of("id\n1\n"), 5);
        commit(new TreeEdit().put("data/tables/absent.csv", absent.bytes()));
        commit(new TreeEdit().put("data/copy.txt", pointer("hoo")));

        assertEquals("+ data/copy.txt 2026-11-22-ana-00000001\n", difference(3, 4));
    }

    private SignedContribution contribution(int number) {
        return List.copyOf(dataset.version().contributions().values()).get(number);
    }

    private String difference(int before, int after) {
        return told(new DiffVersions(dataset.workspace())
                .run(new DiffVersions.Request(
                        commits.get(before).hex(), commits.get(after).hex())));
    }

    private String wholeDifference(int before, int after) {
        var old = dataset.version(commits.get(before));
        var now = dataset.version(commits.get(after));
        return told(DiffVersions.diff(old, now, new Differences(old.coverage(), now.coverage())));
    }

    private void requireSameAsWhole() {
        for (int before = 0; before < commits.size(); before++) {
            for (int after = 0; after < commits.size(); after++) {
                assertEquals(wholeDifference(before, after), difference(before, after), before + " to " + after);
            }
        }
    }

    private static String told(Outcome outcome) {
        var said = new StringBuilder();
        outcome.added().forEach(entry -> said.append("+ ").append(told(entry)).append('\n'));
        outcome.changed()
                .forEach(changed -> said.append("~ ")
                        .append(told(changed.before()))
                        .append(' ')
                        .append(changed.after().contribution())
                        .append(' ')
                        .append(changed.cells().stream()
                                .map(cell -> cell.column())
                                .toList())
                        .append('\n'));
        outcome.moved()
                .forEach(moved -> said.append("> ")
                        .append(moved.from())
                        .append(' ')
                        .append(told(moved.to()))
                        .append('\n'));
        outcome.removed().forEach(entry -> said.append("- ").append(told(entry)).append('\n'));
        return said.toString();
    }

    private static String told(ManifestEntry entry) {
        return entry.id() + " " + entry.contribution();
    }
}
