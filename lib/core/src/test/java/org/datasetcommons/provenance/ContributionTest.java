package org.datasetcommons.provenance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datasetcommons.CommonsException;
import org.datasetcommons.consent.Consent;
import org.datasetcommons.dataset.Basis;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.dataset.RecordListReader;
import org.datasetcommons.dataset.Terms;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.digest.MerkleTree;
import org.datasetcommons.document.Json;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.RecordLists;
import org.junit.jupiter.api.Test;

class ContributionTest {
    private static final DatasetPath TALES = new DatasetPath("data/tales.csv");
    private final StrictDocuments documents = new StrictDocuments();

    private static Contribution contribution(
            String id, SortedMap<DatasetPath, String> tables, String message, List<ContributedRecord> records) {
        return new Contribution(
                Digest.of("a dataset"),
                new ContributionId(id),
                People.ANA.key(),
                new Terms(
                        LicenseExpression.parse("CC-BY-4.0 OR MIT"),
                        "https://example.org/owls?a=1&b=\"2\"",
                        Basis.LICENSED,
                        "Ana Exámple 🦉"),
                new Consent(
                        new TreeSet<>(List.of("train")),
                        new TreeSet<>(List.of("evaluate", "voice-2")),
                        Optional.of(LocalDate.parse("2031-12-31"))),
                tables,
                RecordLists.describe(records, RecordLists.bytes(records)),
                message,
                People.START);
    }

    private static ContributedRecord record(RecordId id, String content) {
        return new ContributedRecord(
                id,
                Digest.of(content),
                content.length(),
                Optional.of("text/plain"),
                Optional.of(LicenseExpression.parse("CC0-1.0")),
                Optional.of("a \\ museum\u0007"),
                Optional.of(Basis.PUBLIC_DOMAIN),
                Optional.empty(),
                new TreeMap<>(Map.of("camera", "a box\nwith a hole", "plaсe", "Zürich")));
    }

    private static SortedMap<DatasetPath, String> tables(String column) {
        return new TreeMap<>(Map.of(TALES, column));
    }

    @Test
    void isTheSameAfterItWasWrittenAndRead() throws IOException {
        var records = List.of(
                record(RecordId.ofRow(TALES, "0311"), "{\"id\":\"0311\"}"),
                record(RecordId.ofFile(new DatasetPath("data/o w l.txt")), "an owl"));
        var is = contribution("2026-11-22-ana-3f9a2c1b", tables("id"), "Owls\n\nand \"others\"\t", records);

        byte[] bytes = is.toStatement().bytes();
        var again = Contribution.from(documents.json("contribution.json", bytes));
        assertEquals(is, again);
        assertArrayEquals(bytes, again.toStatement().bytes());

        byte[] list = RecordLists.bytes(records);
        var reader = new RecordListReader("records", new ByteArrayInputStream(list), 1, documents);
        var read = new ArrayList<ContributedRecord>();
        while (reader.next()) {
            read.add(reader.record());
        }
        assertEquals(new TreeSet<>(records), new TreeSet<>(read));
        assertArrayEquals(list, RecordLists.bytes(read));
        assertEquals(
                Optional.empty(), is.listFault(RecordLists.describe(records, list), reader.isInOneSpelling(), false));
    }

    @Test
    void leavesOutWhatIsEmpty() {
        var is = contribution("2026-11-22-ana-3f9a2c1b", new TreeMap<>(), "", List.of());
        String text = new String(is.toStatement().bytes(), StandardCharsets.UTF_8);

        assertEquals(is, Contribution.from(documents.json("contribution.json", text.getBytes(StandardCharsets.UTF_8))));
        assertEquals(-1, text.indexOf("tables"));
        assertEquals(-1, text.indexOf("message"));
        assertEquals(Digest.of(""), is.records().digest());
        assertEquals(new MerkleTree().root(), is.records().root());
    }

    @Test
    void listsRecordsInTheirOrderWhicheverWayTheyCome() {
        var first = record(RecordId.ofFile(new DatasetPath("data/a.txt")), "a");
        var second = record(RecordId.ofFile(new DatasetPath("data/b.txt")), "b");

        byte[] list = RecordLists.bytes(List.of(second, first));
        assertArrayEquals(RecordLists.bytes(List.of(first, second)), list);
        var root = new MerkleTree();
        new String(list, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> root.add(line.getBytes(StandardCharsets.UTF_8)));
        var described = RecordLists.describe(List.of(first, second), list);
        assertEquals(new Contribution.RecordList(2, 2, Digest.of(list), root.root()), described);
        assertEquals(
                Json.line(first.toNode()) + "\n" + Json.line(second.toNode()) + "\n",
                new String(list, StandardCharsets.UTF_8));
    }

    @Test
    void knowsTheKeyColumnOfATableFromAllWhoGaveRows() {
        var first = contribution("2026-11-22-ana-00000001", tables("id"), "", List.of());
        var same = contribution("2026-11-22-ana-00000002", tables("id"), "", List.of());
        var other = contribution("2026-11-22-ana-00000003", tables("number"), "", List.of());

        assertEquals(Map.of(TALES, "id"), Contribution.tableKeys(List.of(first, same)));
        assertEquals(
                "table data/tales.csv has the key 'id' in one contribution and 'number' in 2026-11-22-ana-00000003",
                assertThrows(CommonsException.class, () -> Contribution.tableKeys(List.of(first, other)))
                        .getMessage());
    }
}
