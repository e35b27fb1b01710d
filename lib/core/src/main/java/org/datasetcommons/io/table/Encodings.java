package org.datasetcommons.io.table;

import static org.datasetcommons.CommonsException.invalid;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import org.datasetcommons.CommonsException;
import org.datasetcommons.ShellWord;
import org.datasetcommons.document.Place;

/** Says what is wrong with the encoding of a table, what it probably is instead, and how to convert it. */
final class Encodings {
    private Encodings() {}

    /** Refuses content that starts with a byte order mark; the stream must support marks and is left at its start. */
    static void checkStart(String fileName, InputStream content) throws IOException {
        content.mark(3);
        byte[] start = content.readNBytes(3);
        content.reset();
        Place at = new Place(fileName, 1, 1);
        if (start.length == 0) {
            throw invalid(new Place(fileName, 0, 0).prefix() + "empty file").hint("a table has at least one row");
        }
        if (Arrays.equals(start, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF})) {
            throw invalid(at.prefix() + "byte order mark at the start")
                    .hint("take it out: `tail -c +4 " + ShellWord.of(fileName) + " > " + newName(fileName) + "`");
        }
        if (start.length >= 2 && (start[0] & 0xFF) + (start[1] & 0xFF) == 0xFF + 0xFE && (start[0] & 0xFE) == 0xFE) {
            throw convert(invalid(at.prefix() + "not UTF-8: looks like UTF-16"), fileName, "UTF-16");
        }
    }

    /** The failure on a byte that is not UTF-8. Bytes 80 to 9F are letters and quotes in Windows-1252 alone. */
    static CommonsException malformed(String fileName, int line, byte wrong) {
        boolean windows = (wrong & 0xFF) < 0xA0;
        String name = windows ? "Windows-1252" : "ISO-8859-1";
        var problem = invalid(String.format(
                Locale.ROOT,
                "%snot UTF-8: byte %02X; looks like %s",
                new Place(fileName, line, 1).prefix(),
                wrong & 0xFF,
                name));
        return convert(problem, fileName, windows ? "WINDOWS-1252" : "ISO-8859-1");
    }

    /** The failure on a NUL character. */
    static CommonsException nul(String fileName, int line) {
        return invalid(new Place(fileName, line, 1).prefix()
                        + "NUL character; looks like UTF-16, or is not a text at all")
                .hint("if it is UTF-16: `iconv -f UTF-16LE -t UTF-8 " + ShellWord.of(fileName) + " > "
                        + newName(fileName) + "`");
    }

    private static CommonsException convert(CommonsException problem, String fileName, String encoding) {
        return problem.hint("convert it: `iconv -f " + encoding + " -t UTF-8 " + ShellWord.of(fileName) + " > "
                + newName(fileName) + "`");
    }

    private static String newName(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return ShellWord.of(
                dot < 0 ? fileName + ".utf8" : fileName.substring(0, dot) + ".utf8" + fileName.substring(dot));
    }
}
