package org.datasetcommons.io.yaml;

import static org.datasetcommons.CommonsException.invalid;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.Place;

/** Turns bytes into text by UTF-8 alone (RFC 3629), without a byte order mark, and says where that fails. */
final class StrictText {
    private StrictText() {}

    static String decode(String fileName, int firstLine, byte[] bytes) {
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            throw byteOrderMark(fileName, firstLine);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed(fileName, firstLine, bytes, e);
        }
    }

    static CommonsException byteOrderMark(String fileName, int line) {
        return invalid(new Place(fileName, line, 1).prefix() + "byte order mark at the start")
                .hint("save the file as UTF-8 without a byte order mark");
    }

    /** Fails if the text, which came through escapes or from the caller, holds half of a surrogate pair. */
    static String wellFormed(String text, Place at) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isLowSurrogate(c)
                    || i + 1 == text.length()
                    || !Character.isLowSurrogate(text.charAt(i + 1))) {
                throw invalid(at.prefix() + "half of a surrogate pair: " + name(c))
                        .hint("write the character itself, or both halves of its escape");
            }
            i++;
        }
        return text;
    }

    /** {@code U+200B}. */
    static String name(int codePoint) {
        return String.format(java.util.Locale.ROOT, "U+%04X", codePoint);
    }

    private static CommonsException malformed(String fileName, int firstLine, byte[] bytes, Throwable cause) {
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length + 1);
        StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        String good = out.flip().toString();
        int line = firstLine + (int) good.chars().filter(c -> c == '\n').count();
        String last = good.substring(good.lastIndexOf('\n') + 1);
        int column = last.codePointCount(0, last.length()) + 1;
        return invalid(new Place(fileName, line, column).prefix() + "not UTF-8", cause)
                .hint("save the file as UTF-8");
    }
}
