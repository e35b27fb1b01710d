package org.datasetcommons.dataset;

import static org.datasetcommons.CommonsException.invalid;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path inside a dataset repository that is the same file on every system: relative, {@code /} between names, Unicode NFC,
 * and no name that Windows, macOS or git would read as something else. Paths that break a rule are refused, never repaired.
 * Ordered by UTF-8 bytes, as git orders files.
 */
public record DatasetPath(String text) implements Comparable<DatasetPath> {
    /** The folder that holds content. */
    public static final String DATA = "data/";

    private static final int MAX_NAME_BYTES = 200;
    private static final int MAX_PATH_BYTES = 800;
    private static final int MAX_DEPTH = 32;
    private static final Pattern WINDOWS_DEVICE =
            Pattern.compile("(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\\$|conout\\$)(\\..*)?");
    /** What their names begin with. */
    private static final String[] DEVICES = {"con", "prn", "aux", "nul", "com", "lpt"};

    private static final int SHORTEST_DEVICE = 3;
    private static final int LONGEST_DEVICE = 7;
    private static final Pattern DOT_GIT = Pattern.compile("\\.git|git~[0-9]+");
    /** What tells git how to treat what lies beside and below, also by their short names on Windows. */
    private static final Pattern GIT_SETTINGS = Pattern.compile(
            "\\.gitattributes|\\.gitignore|\\.gitmodules|\\.lfsconfig|(gitatt|gitign|gitmod|lfscon)~[0-9]+");
    /** Special on some system or in our own record ids ({@code #}). */
    private static final String FORBIDDEN = "<>:\"|?*\\#";

    /** Whether an ASCII character may stand anywhere within a name. */
    private static final boolean[] PLAIN = new boolean[128];

    static {
        for (char c = ' ' + 1; c < '~'; c++) {
            PLAIN[c] = FORBIDDEN.indexOf(c) < 0;
        }
    }

    public DatasetPath {
        fault(text).ifPresent(fault -> {
            throw new IllegalArgumentException(fault);
        });
    }

    /** @throws org.datasetcommons.CommonsException if the text breaks a rule; the message names the rule and the path */
    public static DatasetPath parse(String text) {
        var fault = fault(text);
        if (fault.isPresent()) {
            throw invalid(fault.get());
        }
        return new DatasetPath(text);
    }

    /** What is wrong with the text as a path, if anything. */
    public static Optional<String> fault(String text) {
        if (isPlain(text)) {
            return Optional.empty();
        }
        if (text.isEmpty()) {
            return Optional.of("path is empty");
        }
        if (text.startsWith("/")
                || text.matches("[A-Za-z]:.*")
                || Arrays.asList(text.split("/", -1)).contains("..")) {
            return Optional.of("path leaves the dataset: " + text);
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
            return Optional.of("path is longer than " + MAX_PATH_BYTES + " bytes: " + text.substring(0, 60) + "…");
        }
        if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            return Optional.of("path is not in Unicode normal form C: " + text);
        }
        String[] names = text.split("/", -1);
        if (names.length > MAX_DEPTH) {
            return Optional.of("path is more than " + MAX_DEPTH + " folders deep: " + text);
        }
        boolean isContent = text.toLowerCase(Locale.ROOT).startsWith(DATA);
        for (String name : names) {
            var fault = nameFault(name).or(() -> isContent ? settingsFault(name) : Optional.empty());
            if (fault.isPresent()) {
                return Optional.of("path " + fault.get() + ": " + text);
            }
        }
        return Optional.empty();
    }

    /**
     * Whether no rule can be broken: short, plain ASCII, and no name that looks like any that a rule is about. Nearly every
     * path is; the others get the closer look.
     */
    private static boolean isPlain(String text) {
        if (text.length() > MAX_NAME_BYTES || text.isEmpty()) {
            return false;
        }
        int depth = 1;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '/') {
                if (!isPlainName(text, start, i) || ++depth > MAX_DEPTH) {
                    return false;
                }
                start = i + 1;
            } else if (c >= PLAIN.length || !PLAIN[c]) {
                return false;
            }
        }
        return isPlainName(text, start, text.length());
    }

    private static boolean isPlainName(String text, int start, int end) {
        if (start == end || text.charAt(start) == '.' || text.charAt(start) == '-' || text.charAt(end - 1) == '.') {
            return false;
        }
        int dot = text.indexOf('.', start);
        int stem = (dot < 0 || dot > end ? end : dot) - start;
        return stem < SHORTEST_DEVICE || stem > LONGEST_DEVICE || !beginsLikeDevice(text, start);
    }

    private static boolean beginsLikeDevice(String text, int start) {
        for (String device : DEVICES) {
            if (text.regionMatches(true, start, device, 0, device.length())) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> nameFault(String name) {
        if (name.isEmpty() || name.equals(".")) {
            return Optional.of("has an empty name or '.'");
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            return Optional.of("has a name longer than " + MAX_NAME_BYTES + " bytes");
        }
        if (name.startsWith("-") || name.startsWith("~") || name.startsWith(" ")) {
            return Optional.of("has a name that begins with '" + name.charAt(0) + "'");
        }
        if (name.endsWith(".") || name.endsWith(" ")) {
            return Optional.of("has a name that ends with a dot or space, which Windows drops");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (DOT_GIT.matcher(lower).matches()) {
            return Optional.of("has a name that git keeps for itself");
        }
        if (WINDOWS_DEVICE.matcher(lower).matches()) {
            return Optional.of("has a name that is a device on Windows");
        }
        return name.codePoints()
                .mapToObj(DatasetPath::characterFault)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> settingsFault(String name) {
        return GIT_SETTINGS.matcher(name.toLowerCase(Locale.ROOT)).matches()
                ? Optional.of("has a name by which content would tell git what to do")
                : Optional.empty();
    }

    private static Optional<String> characterFault(int c) {
        if (c < 0x80 && FORBIDDEN.indexOf(c) >= 0) {
            return Optional.of("has '" + (char) c + "', which some systems do not allow");
        }
        if (c == 0xFFFD) {
            return Optional.of("has a name that is not UTF-8");
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL -> Optional.of(String.format(Locale.ROOT, "has the control character U+%04X", c));
            case Character.FORMAT -> Optional.of(String.format(Locale.ROOT, "has the invisible character U+%04X", c));
            case Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                Optional.of(String.format(Locale.ROOT, "has the character U+%04X", c));
            default -> Optional.empty();
        };
    }

    /** Whether this is content, below {@code data/}. */
    public boolean isData() {
        return text.startsWith(DATA);
    }

    /** The last name. */
    public String name() {
        return text.substring(text.lastIndexOf('/') + 1);
    }

    /** The name of the folder that holds this file, or an empty text at the top. */
    public String folder() {
        int slash = text.lastIndexOf('/');
        return slash < 0 ? "" : text.substring(text.lastIndexOf('/', slash - 1) + 1, slash);
    }

    /** A file below this one as a folder. */
    public DatasetPath resolve(String name) {
        return parse(text + "/" + name);
    }

    /** Two paths with the same key are one file on a system that ignores case. */
    public String collisionKey() {
        if (isPlain(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        // Full case folding as near as the JDK has it: up, then down, catches ß/SS and final sigma.
        return Normalizer.normalize(text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    // As in Pointer.

    @Override
    public boolean equals(Object other) {
        return other instanceof DatasetPath path && text.equals(path.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public int compareTo(DatasetPath other) {
        return compareUtf8(text, other.text);
    }

    /** Compares texts as their UTF-8 bytes compare. */
    static int compareUtf8(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char mine = a.charAt(i);
            char its = b.charAt(i);
            if (mine != its) {
                // UTF-8 bytes sort as code points do: half of a pair stands for one beyond all single characters.
                return Character.isSurrogate(mine) == Character.isSurrogate(its)
                        ? Character.compare(mine, its)
                        : Boolean.compare(Character.isSurrogate(mine), Character.isSurrogate(its));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    @Override
    public String toString() {
        return text;
    }
}
