package org.datasetcommons.io.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import org.datasetcommons.CommonsException;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Node;
import org.datasetcommons.document.Place;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.table.Columns;
import org.datasetcommons.table.Row;
import org.datasetcommons.table.TableFormat;
import org.datasetcommons.table.TableWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TablesTest {
    @ParameterizedTest
    @EnumSource(TableFormat.class)
    void readsBackWhatWasWrittenWithEqualDigests(TableFormat format) throws IOException {
        var random = new Random(20261123 + format.ordinal());
        for (int round = 0; round < 150; round++) {
            var table = randomTable(format, random);

            byte[] written = write(format, table);
            var back = read("t" + format.extension(), written);

            assertEquals(digests(table), digests(back));
            assertEquals(table.get(0).columns(), back.get(0).columns());
            assertEquals(
                    new String(written, StandardCharsets.UTF_8),
                    new String(write(format, back), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @EnumSource(TableFormat.class)
    void givesTheSameDigestInEveryFormatForTexts(TableFormat format) throws IOException {
        var row = Row.ofTexts(Columns.of("id", "title"), List.of("0311", "the owl"), Place.NONE);

        var back = read("t" + format.extension(), write(format, List.of(row)));

        assertEquals(row.digest(), back.get(0).digest());
        assertEquals(Digest.of("{\"id\":\"0311\",\"title\":\"the owl\"}"), row.digest());
    }

    @Test
    void saysTheLineOnWhichARowStarts() throws IOException {
        var rows = read("t.csv", "id,text\n1,\"two\nlines\"\n2,b\n");

        assertEquals(new Place("t.csv", 2, 1), rows.get(0).at());
        assertEquals(new Place("t.csv", 4, 1), rows.get(1).at());
    }

    @Test
    void readsWhatCrossesTheBuffers() throws IOException {
        String text = "id,text\n1,\"" + "ü🦉\"\"".repeat(60_000) + "\"\n2," + "é".repeat(200_000) + "\n";

        var rows = read("t.csv", text);

        assertEquals("ü🦉\"".repeat(60_000), rows.get(0).text("text"));
        assertEquals("é".repeat(200_000), rows.get(1).text("text"));
        assertEquals(
                "x".repeat(300_000),
                read("t.jsonl", "{\"a\":\"" + "x".repeat(300_000) + "\"}")
                        .get(0)
                        .text("a"));
    }

    @Test
    void readsARowOfManyLargeValues() throws IOException {
        String value = "x".repeat(Tables.MAX_FIELD);

        var rows = read("t.csv", "a,b,c,d,e,f\n" + String.join(",", value, value, value, value, value, value) + "\n");

        assertEquals(value, rows.get(0).text("f"));
    }

    @Test
    void refusesAQuoteThatIsNeverClosedWithoutReadingItAll() {
        var endless = new Endless("id,text\n1,\"", "never closed, ");

        assertRefused(
                "t.csv:2:1: a value longer than 1048576 bytes",
                () -> new Tables(new StrictDocuments()).read("t.csv", TableFormat.CSV, endless, (number, row) -> {}));
        assertTrue(endless.given < 40_000_000, "bytes read: " + endless.given);
    }

    @Test
    void refusesEndlessColumnsRowsAndLines() {
        assertRefused("t.csv:1:1: more than 10000 columns", () -> endless(TableFormat.CSV, "a", ",a"));
        assertRefused(
                "t.csv:1:1: a row longer than 8388608 bytes",
                () -> endless(TableFormat.CSV, "a", "," + "b".repeat(100_000)));
        assertRefused("t.tsv:1:1: line longer than 8388608 bytes", () -> endless(TableFormat.TSV, "a", "\ta"));
        assertRefused(
                "t.jsonl:1:1: line longer than 8388608 bytes", () -> endless(TableFormat.JSONL, "{\"a\":\"", "x"));
        assertRefused("t.tsv:1:1: more than 10000 columns", () -> read("t.tsv", "a\t".repeat(10_000_00)));
        assertRefused(
                "t.tsv:2:1: a value longer than 1048576 bytes", () -> read("t.tsv", "a\n" + "x".repeat(1_048_577)));
    }

    @Test
    void handsOverTheRowsBeforeAFault() throws IOException {
        var numbers = new ArrayList<Long>();
        var in = new ByteArrayInputStream("{\"a\":1}\n{\"a\":2}\n{\n".getBytes(StandardCharsets.UTF_8));

        assertThrows(
                CommonsException.class,
                () -> new Tables(new StrictDocuments())
                        .read("t.jsonl", TableFormat.JSONL, in, (number, row) -> numbers.add(number)));

        assertEquals(List.of(1L, 2L), numbers);
    }

    @Test
    void refusesToWriteWhatTheFormatCannotSay() {
        var tab = Row.ofTexts(Columns.of("a"), List.of("x\ty"), Place.NONE);
        var empty = Row.ofTexts(Columns.of("a"), List.of(""), Place.NONE);
        var nul = Row.ofTexts(Columns.of("a"), List.of("\0"), Place.NONE);
        var number = new Row(Columns.of("a"), List.of(Node.number(1)), Place.NONE);
        var other = Row.ofTexts(Columns.of("b"), List.of("x"), Place.NONE);

        assertRefused(
                "a value with a tab or a line end cannot be written to TSV",
                () -> write(TableFormat.TSV, List.of(tab)));
        assertRefused(
                "an empty value in a table of one column cannot be written to TSV",
                () -> write(TableFormat.TSV, List.of(empty)));
        assertRefused("a NUL character cannot be written to CSV", () -> write(TableFormat.CSV, List.of(nul)));
        assertRefused("column 'a' holds a number; CSV holds only texts", () -> write(TableFormat.CSV, List.of(number)));
        assertRefused(
                "row has other columns than the header: b; the header has: a",
                () -> write(TableFormat.CSV, List.of(empty, other)));
    }

    @Test
    void quotesOnlyWhatNeedsIt() throws IOException {
        var columns = Columns.of("a", "b");
        var rows = List.of(
                Row.ofTexts(columns, List.of(" plain ", ""), Place.NONE),
                Row.ofTexts(columns, List.of("say \"hi\"", "a,b"), Place.NONE),
                Row.ofTexts(columns, List.of("two\r\nlines", "it's"), Place.NONE));

        assertEquals(
                "a,b\n plain ,\n\"say \"\"hi\"\"\",\"a,b\"\n\"two\r\nlines\",it's\n",
                new String(write(TableFormat.CSV, rows), StandardCharsets.UTF_8));
    }

    private static List<Row> randomTable(TableFormat format, Random random) {
        var names = new LinkedHashSet<String>();
        int width = 1 + random.nextInt(5);
        while (names.size() < width) {
            names.add("c" + text(TableFormat.TSV, random).replaceAll("[\\p{C}\\p{Z}]", ""));
        }
        var columns = Columns.of(List.copyOf(names), Place.NONE);
        var rows = new ArrayList<Row>();
        for (int i = 1 + random.nextInt(20); i > 0; i--) {
            var values = new ArrayList<Node>();
            for (int j = 0; j < width; j++) {
                values.add(format == TableFormat.JSONL ? json(random, 3) : Node.text(text(format, random)));
            }
            if (format == TableFormat.TSV
                    && width == 1
                    && values.get(0).asText().isEmpty()) {
                values.set(0, Node.text("x"));
            }
            rows.add(new Row(columns, values, Place.NONE));
        }
        return rows;
    }

    private static Node json(Random random, int depth) {
        switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0:
                return Node.number(random.nextLong());
            case 1:
                return Node.bool(random.nextBoolean());
            case 2:
                return new Node.Scalar("null", Node.Type.NULL, Place.NONE);
            case 3:
                return Node.decimal(random.nextGaussian());
            case 5:
                return Node.items(List.of(json(random, depth - 1), json(random, depth - 1)));
            case 6:
                var values = new LinkedHashMap<String, Node>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.put(text(TableFormat.JSONL, random), json(random, depth - 1));
                }
                return new Node.Fields(values, Place.NONE);
            default:
                return Node.text(text(TableFormat.JSONL, random));
        }
    }

    private static String text(TableFormat format, Random random) {
        String alphabet = "ab,\"' ;#=\\/é߿ü🦉\u200d\u2028\ufeff\u007f";
        alphabet += format == TableFormat.TSV ? "" : "\t\n\r";
        alphabet += format == TableFormat.JSONL ? "\0\u0001\b" : "";
        int[] characters = alphabet.codePoints().toArray();
        var text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }

    private static List<Digest> digests(List<Row> rows) {
        return rows.stream().map(Row::digest).toList();
    }

    private static byte[] write(TableFormat format, List<Row> rows) throws IOException {
        var out = new ByteArrayOutputStream();
        var writer = format.hasHeader()
                ? TableWriter.withHeader(format, rows.get(0).columns(), out)
                : TableWriter.jsonLines(out);
        for (var row : rows) {
            writer.write(row);
        }
        writer.flush();
        return out.toByteArray();
    }

    private static List<Row> read(String fileName, String text) throws IOException {
        return read(fileName, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Row> read(String fileName, byte[] bytes) throws IOException {
        var rows = new ArrayList<Row>();
        new Tables(new StrictDocuments())
                .read(
                        fileName,
                        TableFormat.ofFileName(fileName),
                        new ByteArrayInputStream(bytes),
                        (n, row) -> rows.add(row));
        return rows;
    }

    private static void endless(TableFormat format, String start, String repeated) throws IOException {
        new Tables(new StrictDocuments())
                .read("t" + format.extension(), format, new Endless(start, repeated), (number, row) -> {});
    }

    private static void assertRefused(String message, org.junit.jupiter.api.function.Executable reading) {
        assertEquals(message, assertThrows(CommonsException.class, reading).getMessage());
    }

    /** A start, and then the same again without end. */
    private static final class Endless extends InputStream {
        private final byte[] start;
        private final byte[] repeated;
        private long given;

        Endless(String start, String repeated) {
            this.start = start.getBytes(StandardCharsets.UTF_8);
            this.repeated = repeated.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int read() {
            long at = given++;
            return at < start.length ? start[(int) at] : repeated[(int) ((at - start.length) % repeated.length)];
        }
    }
}
