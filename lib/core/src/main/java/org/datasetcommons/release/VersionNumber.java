package org.datasetcommons.release;

import static org.datasetcommons.CommonsException.invalid;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A version as Semantic Versioning 2.0.0 writes it, without build metadata and hyphens in previews. For data: PATCH when only the packaging changed,
 * MINOR when records were added, MAJOR when any was changed or removed (Croissant 1.1's rule).
 */
public record VersionNumber(String text) implements Comparable<VersionNumber> {
    private static final int MAX_LENGTH = 64;
    private static final Pattern FORM = Pattern.compile(
            "(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})\\.(0|[1-9]\\d{0,8})(-(0|[1-9]\\d*|\\d*[A-Za-z][0-9A-Za-z]*)"
                    + "(\\.(0|[1-9]\\d*|\\d*[A-Za-z][0-9A-Za-z]*))*)?");

    public VersionNumber {
        if (text.length() > MAX_LENGTH || !FORM.matcher(text).matches()) {
            throw invalid("not a version: '" + text + "'").hint("a version has three numbers: 1.2.0");
        }
    }

    public String tag() {
        return "v" + text;
    }

    /** The folder of this release. */
    public String folder() {
        return "releases/" + text;
    }

    /** Its statement. */
    public String statementFile() {
        return folder() + "/release.json";
    }

    private int[] numbers() {
        return Arrays.stream(text.replaceFirst("-.*", "").split("\\."))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    @Override
    public int compareTo(VersionNumber other) {
        int byNumbers = Arrays.compare(numbers(), other.numbers());
        if (byNumbers != 0) {
            return byNumbers;
        }
        boolean preview = text.contains("-");
        boolean otherPreview = other.text.contains("-");
        // A preview comes before what it previews.
        return preview == otherPreview ? comparePreviews(preview(), other.preview()) : preview ? -1 : 1;
    }

    private String[] preview() {
        return text.substring(text.indexOf('-') + 1).split("\\.");
    }

    /** Semantic Versioning, section 11.4: word by word, numbers as numbers and before other words, fewer words first. */
    private static int comparePreviews(String[] a, String[] b) {
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            boolean number = a[i].matches("\\d+");
            int byWord = number != b[i].matches("\\d+")
                    ? number ? -1 : 1
                    : number ? new BigInteger(a[i]).compareTo(new BigInteger(b[i])) : a[i].compareTo(b[i]);
            if (byWord != 0) {
                return byWord;
            }
        }
        return Integer.compare(a.length, b.length);
    }

    @Override
    public String toString() {
        return text;
    }
}
