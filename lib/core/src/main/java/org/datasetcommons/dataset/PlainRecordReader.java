package org.datasetcommons.dataset;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.table.RowKey;

/**
 * Reads the lines of a record list that are as the tool itself writes most of them: path, perhaps a key, digest, size and
 * perhaps a type, in their one spelling and with nothing escaped. Any other line is for the strict reader, right or wrong;
 * this one is ten times as fast, which a list of a million lines needs.
 */
final class PlainRecordReader {
    private static final byte[] PATH = ascii("{\"path\":\"");
    private static final byte[] KEY = ascii(",\"key\":\"");
    private static final byte[] DIGEST = ascii(",\"sha256\":\"");
    private static final byte[] SIZE = ascii(",\"size\":");
    private static final byte[] TYPE = ascii(",\"type\":\"");
    private static final byte[] END = ascii("}");

    private static final int MAX_DIGITS = 18;

    private byte[] bytes = {};
    private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
    private int at;
    private int end;
    private boolean plain;
    /** Most records have the type of the one before, and rows its path: one value serves them all. */
    private Optional<DatasetPath> lastPath = Optional.empty();

    private Optional<String> lastType = Optional.empty();

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The record of a line, without its newline; nothing if the line is not so plain. */
    Optional<ContributedRecord> find(byte[] buffer, int from, int to) {
        bytes = buffer;
        at = from;
        end = to;
        plain = true;
        expect(PATH);
        String path = text();
        var key = skip(KEY) ? Optional.of(text()) : Optional.<String>empty();
        expect(DIGEST);
        var digest = digest();
        expect(SIZE);
        long size = number();
        var type = skip(TYPE) ? Optional.of(text()) : Optional.<String>empty();
        expect(END);
        if (!plain
                || at != end
                || digest.isEmpty()
                || DatasetPath.fault(path).isPresent()
                || key.isPresent() && !RowKey.isKey(key.get())) {
            return Optional.empty();
        }
        return Optional.of(new ContributedRecord(
                new RecordId(path(path), key),
                digest.get(),
                size,
                type(type),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Collections.emptySortedMap()));
    }

    private DatasetPath path(String text) {
        if (lastPath.isEmpty() || !lastPath.get().text().equals(text)) {
            lastPath = Optional.of(new DatasetPath(text));
        }
        return lastPath.get();
    }

    private Optional<String> type(Optional<String> type) {
        if (!lastType.equals(type)) {
            lastType = type;
        }
        return lastType;
    }

    private void expect(byte[] expected) {
        plain &= skip(expected);
    }

    private boolean skip(byte[] expected) {
        if (at > end || !Arrays.equals(bytes, at, Math.min(end, at + expected.length), expected, 0, expected.length)) {
            return false;
        }
        at += expected.length;
        return true;
    }

    /** Sixty-four digits and a quote. */
    private Optional<Digest> digest() {
        int start = at;
        at += Digest.DIGITS + 1;
        return plain && at <= end && bytes[at - 1] == '"' ? Digest.find(bytes, start) : Optional.empty();
    }

    /** The text up to the next quote, and past it. */
    private String text() {
        int start = at;
        boolean ascii = true;
        while (at < end && bytes[at] != '"') {
            plain &= bytes[at] != '\\' && (bytes[at] < 0 || bytes[at] >= ' ');
            ascii &= bytes[at] > 0;
            at++;
        }
        if (at == end || !plain) {
            plain = false;
            return "";
        }
        at++;
        return ascii ? new String(bytes, start, at - 1 - start, StandardCharsets.ISO_8859_1) : decoded(start, at - 1);
    }

    private String decoded(int from, int to) {
        try {
            return utf8.decode(ByteBuffer.wrap(bytes, from, to - from)).toString();
        } catch (CharacterCodingException e) {
            plain = false;
            return "";
        }
    }

    /** Digits without a leading zero, as many as a long can hold for sure. */
    private long number() {
        int start = at;
        long value = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9' && at - start < MAX_DIGITS) {
            value = 10 * value + bytes[at++] - '0';
        }
        plain &= at > start && (bytes[start] != '0' || at == start + 1);
        return value;
    }
}
