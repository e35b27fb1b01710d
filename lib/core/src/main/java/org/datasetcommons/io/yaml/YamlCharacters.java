package org.datasetcommons.io.yaml;

import static org.datasetcommons.CommonsException.invalid;

import java.util.stream.IntStream;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.Place;

/** Which characters may stand in a YAML file, and where: nothing may hide from the person who reads and signs it. */
final class YamlCharacters {
    private YamlCharacters() {}

    /**
     * Checks the written text, before it is parsed: no character that hides, breaks lines unseen, or indents by a tab.
     */
    static void check(String fileName, String text) {
        int line = 1;
        int column = 1;
        boolean indentation = true;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            if (c == '\t' && indentation) {
                throw invalid(new Place(fileName, line, column).prefix() + "tab in indentation")
                        .hint("indent with spaces");
            }
            boolean lineEnd = c == '\n' || c == '\r' && next < text.length() && text.charAt(next) == '\n';
            if (c != '\t' && !lineEnd && hides(c)) {
                throw refused(c, new Place(fileName, line, column));
            }
            // Tabs after '- ', '? ' and ': ' indent as well.
            indentation = indentation && (c == ' ' || c == '-' || c == '?' || c == ':');
            column++;
            if (c == '\n') {
                line++;
                column = 1;
                indentation = true;
            }
            i = next;
        }
    }

    private static CommonsException refused(int c, Place at) {
        return invalid(at.prefix() + "character " + StrictText.name(c) + " is not allowed here")
                .hint(
                        c == 0 || Character.getType(c) == Character.CONTROL
                                ? "delete it; lines end with a line feed"
                                : "delete it, or write it as an escape in double quotes");
    }

    /** Checks the value of a scalar in quotes: escapes may bring in everything but control characters. */
    static void checkEscaped(String text, Place at) {
        text.codePoints()
                .filter(c -> Character.getType(c) == Character.CONTROL && c != '\n' && c != '\t' && c != '\r')
                .findFirst()
                .ifPresent(c -> {
                    throw invalid(at.prefix() + "control character " + StrictText.name(c) + " in a text")
                            .hint("delete the escape");
                });
    }

    /** Checks a scalar without quotes: no control, format or separator characters but the folded line feed. */
    static void checkPlain(String text, Place at) {
        var characters = text.codePoints().filter(c -> c != '\n');
        refuseInvisible(characters, at, "put the text in quotes, where such characters are allowed");
    }

    /** Checks a field name: as a scalar without quotes, and no line feed either. */
    static void checkName(String name, Place at) {
        refuseInvisible(name.codePoints(), at, "take the character out of the field name");
    }

    private static void refuseInvisible(IntStream characters, Place at, String hint) {
        characters
                .filter(c -> Character.getType(c) == Character.FORMAT || hides(c))
                .findFirst()
                .ifPresent(c -> {
                    throw invalid(at.prefix() + "invisible character " + StrictText.name(c))
                            .hint(hint);
                });
    }

    /** Control characters, line separators, byte order marks, non-characters, and what turns the reading direction. */
    private static boolean hides(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || c == 0xFEFF
                || (c & 0xFFFE) == 0xFFFE
                || c >= 0xFDD0 && c <= 0xFDEF
                || c >= 0x202A && c <= 0x202E
                || c >= 0x2066 && c <= 0x2069;
    }
}
