package org.datasetcommons.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.datasetcommons.Progress;
import org.junit.jupiter.api.Test;

class RenderTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final Screen screen = new Screen(stream, false, 40);

    private String written() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void tableLinesUpByWhatIsSeen() {
        screen.table(List.of(
                Row.header("path", "rows", "size"),
                Row.of("梟.csv").count(12345).size(1_234_567),
                Row.of("e\u0301te\u0301").count(7).size(12).cell("note")));

        assertEquals("""
                path    rows    size
                梟.csv  12,345  1.2 MB
                e\u0301te\u0301          7    12 B  note
                """, written());
    }

    @Test
    void colourDoesNotShiftColumns() {
        new Screen(stream, true, 80)
                .table(List.of(
                        Row.of().cell(Style.BAD, "bad").cell("x"),
                        Row.of().cell(Style.GOOD, "fine").cell("y")));

        assertEquals("\u001b[31mbad\u001b[0m   x\n\u001b[32mfine\u001b[0m  y\n", written());
    }

    @Test
    void nothingForNoRows() {
        screen.table(List.of());

        assertEquals("", written());
    }

    @Test
    void proseIsWrappedAndSetIn() {
        screen.prose(2, "one two three four five six seven eight nine ten\nsecond");

        assertEquals("  one two three four five six seven\n  eight nine ten\n  second\n", written());
    }

    @Test
    void definitionStandsBesideItsTermOrBelow() {
        screen.definition(2, 4, "-q", "say less").definition(2, 4, "--longer", "say more");

        assertEquals("  -q    say less\n  --longer\n        say more\n", written());
    }

    @Test
    void marksSayWithoutColourWhatTheySayWithIt() {
        screen.good("fits")
                .bad("does not")
                .warn("look")
                .note("aside")
                .heading("title")
                .blank();

        assertEquals("✓ fits\n✗ does not\n! look\naside\ntitle\n\n", written());
    }

    @Test
    void controlCharactersBecomeVisible() {
        assertEquals("plain ünïcode 梟 🦉", Printable.text("plain ünïcode 梟 🦉"));
        assertEquals("\\x1b[2J\\x00\\x7f\\u009b\\t\\r\\n", Printable.text("\u001b[2J\0\u007f\u009b\t\r\n"));
        assertEquals("a\\u202eb\\u2066c\\ufeff\\u2028", Printable.text("a\u202eb\u2066c\ufeff\u2028"));
        assertEquals("\\ud83e!\\udd89", Printable.text("\ud83e!\udd89"));
        assertEquals("{\"a\":\"\\u009b\\u007f🦉\"}", Printable.json("{\"a\":\"\u009b\u007f🦉\"}"));
    }

    @Test
    void widthCountsColumnsNotCharacters() {
        assertEquals(3, DisplayWidth.of("owl"));
        assertEquals(4, DisplayWidth.of("日本"));
        assertEquals(1, DisplayWidth.of("e\u0301"));
        assertEquals(2, DisplayWidth.of("🦉"));
        assertEquals(0, DisplayWidth.of("\u200b"));
        assertEquals("日…", DisplayWidth.cut("日本語", 4));
        assertEquals("日本語", DisplayWidth.cut("日本語", 6));
    }

    @Test
    void quantitiesReadAsPeopleReadThem() {
        assertEquals("999 B", Quantity.bytes(999));
        assertEquals("1.0 kB", Quantity.bytes(1000));
        assertEquals("1.2 MB", Quantity.bytes(1_234_567));
        assertEquals("1.0 MB", Quantity.bytes(999_950));
        assertEquals("9.2 EB", Quantity.bytes(Long.MAX_VALUE));
        assertEquals("1,234,567", Quantity.count(1_234_567));
        assertEquals("1 record", Quantity.count(1, "record", "records"));
        assertEquals("0 records", Quantity.count(0, "record", "records"));
        assertEquals("59 s", Quantity.seconds(59));
        assertEquals("2 min 05 s", Quantity.seconds(125));
        assertEquals("3 h 20 min", Quantity.seconds(12_000));
    }

    @Test
    void shortWorkIsNeverShown() {
        var time = new AtomicLong();
        var progress = new TerminalProgress(stream, 80, time::get);
        try (var task = progress.start("hashing", 10, Progress.Unit.FILES)) {
            time.addAndGet(900_000_000L);
            task.advance(5);
        }

        assertEquals("", written());
    }

    @Test
    void longWorkShowsBarAmountRateAndTimeLeftAndCleansUp() {
        var time = new AtomicLong();
        var progress = new TerminalProgress(stream, 100, time::get);
        String line = "hashing [############            ] 50%  5.0 MB of 10.0 MB  2.5 MB/s  2 s left";
        try (var task = progress.start("hashing", 10_000_000, Progress.Unit.BYTES)) {
            time.addAndGet(2_000_000_000L);
            task.advance(5_000_000);
            assertEquals("\r" + line, written());
        }

        assertEquals("\r" + line + "\r" + " ".repeat(line.length()) + "\r", written());
    }

    @Test
    void whatIsCountedIsNamedOnce() {
        var time = new AtomicLong();
        var progress = new TerminalProgress(stream, 80, time::get);
        try (var task = progress.start("adding", 8, Progress.Unit.FILES)) {
            time.addAndGet(2_000_000_000L);
            task.advance(2);
            assertEquals("\radding [######" + " ".repeat(18) + "] 25%  2 of 8 files  1/s  6 s left", written());
        }
    }

    @Test
    void redrawsAtMostTenTimesASecond() {
        var time = new AtomicLong();
        var progress = new TerminalProgress(stream, 80, time::get);
        try (var task = progress.start("hashing", Progress.UNKNOWN, Progress.Unit.RECORDS)) {
            time.addAndGet(1_000_000_000L);
            for (int i = 0; i < 1000; i++) {
                task.advance(1);
                time.addAndGet(1_000_000L);
            }
        }

        assertEquals(10, written().split("\rhashing").length - 1);
    }

    @Test
    void lineNeverBreaksANarrowTerminal() {
        var time = new AtomicLong();
        var task = new TerminalProgress(stream, 20, time::get)
                .start("hashing everything there is", 3, Progress.Unit.STEPS);
        time.addAndGet(5_000_000_000L);
        task.advance(1);

        assertEquals(19, DisplayWidth.of(written().substring(1)));
        task.close();
    }

    @Test
    void unseenProgressTakesWorkWithoutATrace() {
        try (var task = Progress.NONE.start("hashing", 1, Progress.Unit.BYTES)) {
            task.advance(1);
        }

        assertTrue(written().isEmpty());
        assertFalse(stream.checkError());
    }
}
