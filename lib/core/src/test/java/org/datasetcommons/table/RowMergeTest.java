package org.datasetcommons.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.Node;
import org.datasetcommons.document.Place;
import org.junit.jupiter.api.Test;

class RowMergeTest {
    private static final KeyedRows BASE = table("id,a,b", "1,x,y", "2,x,y", "3,x,y");

    @Test
    void takesTheChangesOfBothSides() throws IOException {
        var ours = table("id,a,b", "3,x,y", "1,OURS,y", "4,new,y");
        var theirs = table("id,a,b", "1,x,y", "2,x,y", "3,x,THEIRS", "5,new,y");
        var theirsWithout2Kept = RowMerge.merge(BASE, ours, theirs);

        assertEquals("id,a,b\n3,x,THEIRS\n1,OURS,y\n4,new,y\n5,new,y\n", merged(theirsWithout2Kept));
    }

    @Test
    void takesAChangeThatBothMadeAlike() throws IOException {
        var both = table("id,a,b", "1,z,y", "3,x,y", "4,n,n");

        assertEquals("id,a,b\n1,z,y\n3,x,y\n4,n,n\n", merged(RowMerge.merge(BASE, both, both)));
    }

    @Test
    void keepsTwoChangesOfOneRowApartEvenInDifferentCells() {
        var ours = table("id,a,b", "1,OURS,y", "2,x,y", "3,x,y");
        var theirs = table("id,a,b", "1,x,THEIRS", "2,x,y", "3,x,y");

        var conflicts = conflicts(RowMerge.merge(BASE, ours, theirs));

        assertEquals(
                List.of(new RowMerge.RowsDiffer(
                        key("1"),
                        false,
                        CellChange.between(
                                ours.find(key("1")).orElseThrow(),
                                theirs.find(key("1")).orElseThrow()))),
                conflicts);
        assertEquals(
                "changed on both sides: a is OURS here, x there; b is y here, THEIRS there",
                conflicts.get(0).describe());
    }

    @Test
    void reportsRemovalAgainstChangeOnBothSides() {
        var ours = table("id,a,b", "2,OURS,y", "3,x,y");
        var theirs = table("id,a,b", "1,x,THEIRS", "3,x,y");

        var conflicts = conflicts(RowMerge.merge(BASE, ours, theirs));

        assertEquals(
                List.of(
                        new RowMerge.RemovedAndChanged(key("2"), RowMerge.Side.THEIRS, List.of("a")),
                        new RowMerge.RemovedAndChanged(key("1"), RowMerge.Side.OURS, List.of("b"))),
                conflicts);
        assertEquals("removed there and changed here in a", conflicts.get(0).describe());
    }

    @Test
    void reportsOneKeyAddedTwice() {
        var ours = table("id,a,b", "1,x,y", "2,x,y", "3,x,y", "4,o,y");
        var theirs = table("id,a,b", "1,x,y", "2,x,y", "3,x,y", "4,t,y");

        assertEquals(
                List.of(new RowMerge.RowsDiffer(
                        key("4"),
                        true,
                        CellChange.between(
                                ours.find(key("4")).orElseThrow(),
                                theirs.find(key("4")).orElseThrow()))),
                conflicts(RowMerge.merge(BASE, ours, theirs)));
    }

    @Test
    void reportsColumnsThatOnlyOneSideHas() {
        var ours = table("id,a,b,c", "1,x,y,z");
        var theirs = table("id,a,b", "1,x,y");

        var conflict = conflicts(RowMerge.merge(BASE, ours, theirs)).get(0);

        assertEquals("columns differ: here they are id, a, b, c; there, id, a, b", conflict.describe());
    }

    @Test
    void takesReorderedColumnsForNoChange() throws IOException {
        var ours = table("b,id,a", "y,1,x", "y,2,x", "y,3,x");
        var theirs = table("id,a,b", "1,x,T", "2,x,y", "3,x,y");

        assertEquals("b,id,a\nT,1,x\ny,2,x\ny,3,x\n", merged(RowMerge.merge(BASE, ours, theirs)));
    }

    @Test
    void mergesTheSameRowsWhicheverSideIsOurs() {
        var random = new Random(42);
        for (int round = 0; round < 300; round++) {
            var base = randomTable(random);
            var one = changed(base, random);
            var two = changed(base, random);

            var forth = RowMerge.merge(base, one, two);
            var back = RowMerge.merge(base, two, one);

            assertEquals(forth instanceof RowMerge.Merged, back instanceof RowMerge.Merged);
            if (forth instanceof RowMerge.Merged a && back instanceof RowMerge.Merged b) {
                assertEquals(a.table().rows(), b.table().rows());
            }
            assertEquals(
                    one.rows(),
                    assertInstanceOf(RowMerge.Merged.class, RowMerge.merge(base, one, base))
                            .table()
                            .rows());
            assertEquals(
                    one.rows(),
                    assertInstanceOf(RowMerge.Merged.class, RowMerge.merge(base, base, one))
                            .table()
                            .rows());
        }
    }

    @Test
    void namesCellsThatOneFormOfTheRowLacks() {
        var before = table("id,a", "1,x").find(key("1")).orElseThrow();
        var after = table("id,b", "1,x").find(key("1")).orElseThrow();

        assertEquals(
                List.of(
                        new CellChange("b", Optional.empty(), Optional.of(cell("x"))),
                        new CellChange("a", Optional.of(cell("x")), Optional.empty())),
                CellChange.between(before, after));
        assertEquals(List.of(), CellChange.between(before, before));
    }

    @Test
    void acceptsPrintableKeysAndRefusesOthers() {
        for (String good : List.of("0311", "a#b", "Ümläut", "two words", "🦉", "x".repeat(200), "é".repeat(100))) {
            assertEquals(good, RowKey.parse(good, Place.NONE).text());
        }
        for (String bad : List.of(
                "", " a", "a ", "a\tb", "a\u200bb", "a\u00a0b", "e\u0301", "\ud800", "\ue000", "é".repeat(101))) {
            assertThrows(CommonsException.class, () -> RowKey.parse(bad, Place.NONE), bad);
        }
    }

    @Test
    void knowsFormatsByFileName() {
        assertEquals(TableFormat.CSV, TableFormat.ofFileName("data/Tales.CSV"));
        assertEquals(Optional.empty(), TableFormat.findByFileName("data/tales.json"));
        var error = assertThrows(CommonsException.class, () -> TableFormat.ofFileName("a.xlsx"));
        assertEquals("a.xlsx: not a table", error.getMessage());
    }

    private static KeyedRows randomTable(Random random) {
        var rows = new LinkedHashMap<RowKey, Row>();
        for (int i = 0; i < 6; i++) {
            if (random.nextBoolean()) {
                rows.put(key("" + i), row(i, random));
            }
        }
        return new KeyedRows(TableFormat.CSV, Optional.of(Columns.of("id", "a")), rows);
    }

    private static KeyedRows changed(KeyedRows base, Random random) {
        var rows = new LinkedHashMap<>(base.rows());
        for (int i = random.nextInt(3); i > 0; i--) {
            int id = random.nextInt(8);
            if (random.nextInt(3) == 0) {
                rows.remove(key("" + id));
            } else {
                rows.put(key("" + id), row(id, random));
            }
        }
        return new KeyedRows(base.format(), base.header(), rows);
    }

    private static Row row(int id, Random random) {
        return Row.ofTexts(Columns.of("id", "a"), List.of("" + id, "" + random.nextInt(3)), Place.NONE);
    }

    private static KeyedRows table(String header, String... lines) {
        var columns = Columns.of(header.split(","));
        var rows = new LinkedHashMap<RowKey, Row>();
        for (String line : lines) {
            var row = Row.ofTexts(columns, List.of(line.split(",")), Place.NONE);
            rows.put(key(row.text("id")), row);
        }
        return new KeyedRows(TableFormat.CSV, Optional.of(columns), rows);
    }

    private static String merged(RowMerge outcome) throws IOException {
        var out = new ByteArrayOutputStream();
        assertInstanceOf(RowMerge.Merged.class, outcome).table().writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static List<RowMerge.Conflict> conflicts(RowMerge outcome) {
        return assertInstanceOf(RowMerge.Conflicted.class, outcome).conflicts();
    }

    private static RowKey key(String text) {
        return new RowKey(text);
    }

    private static Node cell(String text) {
        return new Node.Scalar(text, Node.Type.TEXT, Place.NONE);
    }
}
