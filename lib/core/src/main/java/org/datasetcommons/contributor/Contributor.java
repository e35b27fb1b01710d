package org.datasetcommons.contributor;

import static org.datasetcommons.CommonsException.invalid;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;

/**
 * A person with keys, as {@code contributors/<handle>.yaml} tells.
 *
 * @param name the public name, which may be a pseudonym
 * @param credit the line by which they are credited
 */
public record Contributor(Handle handle, String name, String credit, List<ContributorKey> keys) {
    /** The folder of contributors. */
    public static final String FOLDER = "contributors";

    private static final String END = ".yaml";

    public Contributor {
        requireLine("name", name);
        requireLine("credit", credit);
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw invalid("contributor " + handle + " has no key");
        }
        if (keys.stream().map(ContributorKey::key).distinct().count() != keys.size()) {
            throw invalid("contributor " + handle + " lists a key twice");
        }
    }

    /** A text that people read, and that the file can hold: some characters no YAML file may. */
    private static void requireLine(String field, String text) {
        if (text.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c))) {
            throw invalid("the " + field + " of a contributor is empty");
        }
        text.codePoints().filter(Contributor::isUnreadable).findFirst().ifPresent(c -> {
            throw invalid(String.format(
                    Locale.ROOT,
                    "the %s of a contributor holds the character U+%04X, which nobody can read",
                    field,
                    c));
        });
    }

    private static boolean isUnreadable(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            // The byte order mark, and what turns the reading direction; joiners are part of names.
            case Character.FORMAT -> c == 0xFEFF || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
            default -> (c & 0xFFFE) == 0xFFFE || c >= 0xFDD0 && c <= 0xFDEF;
        };
    }

    /** The file that tells of this contributor. */
    public static String file(Handle handle) {
        return FOLDER + "/" + handle + END;
    }

    /** Whom a file tells of; nothing, if it is no page of a contributor. */
    public static Optional<Handle> handleOf(String file) {
        return Optional.of(file)
                .filter(page -> page.startsWith(FOLDER + "/") && page.endsWith(END))
                .map(page -> page.substring(FOLDER.length() + 1, page.length() - END.length()))
                .filter(Handle::isHandle)
                .map(Handle::new);
    }

    /** The subject of a commit by which the key that signed it is proven to be this contributor's. */
    public static String proof(Handle handle) {
        return "Prove a key of " + handle;
    }

    public static Contributor from(Node.Fields fields) {
        fields.only("handle", "name", "credit", "keys");
        var keys = new ArrayList<ContributorKey>();
        for (var item : fields.items("keys")) {
            keys.add(ContributorKey.from(item.asFields()));
        }
        var handle = fields.parsed("handle", Handle::parse);
        String name = fields.text("name");
        String credit = fields.text("credit");
        return fields.made(() -> new Contributor(handle, name, credit, keys));
    }

    /** The file's bytes. YAML of which every scalar is in quotes, so that no reader takes one for something else. */
    public byte[] bytes() {
        var out = new StringBuilder();
        field(out, "handle", handle.name());
        field(out, "name", name);
        field(out, "credit", credit);
        out.append("keys:\n");
        for (var key : keys) {
            String dash = "  - ";
            for (var field : key.toNode().values().entrySet()) {
                field(out.append(dash), field.getKey(), field.getValue().asText());
                dash = "    ";
            }
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void field(StringBuilder out, String name, String value) {
        out.append(name).append(": ");
        // A JSON string is a YAML 1.2 double-quoted scalar.
        Json.writeString(value, out);
        out.append('\n');
    }

    public Optional<ContributorKey> findKey(PublicKey key) {
        return keys.stream().filter(known -> known.key().equals(key)).findFirst();
    }

    /** Whether this key speaks for the contributor at that time. */
    public boolean speaks(PublicKey key, Instant when) {
        return findKey(key).map(known -> known.speaksAt(when)).orElse(false);
    }

    /** Whether this page of a contributor says all that another one of theirs says, as when both were begun with two first offers. */
    public boolean says(Contributor other) {
        return handle.equals(other.handle)
                && name.equals(other.name)
                && credit.equals(other.credit)
                && other.keys.stream()
                        .allMatch(its -> findKey(its.key())
                                .filter(mine -> !mine.from().isAfter(its.from())
                                        && mine.until().equals(its.until())
                                        && mine.revoked().equals(its.revoked()))
                                .isPresent());
    }

    /** The contributor with each key that another form of the page has otherwise than what both come from, ended where either ends it. */
    public Contributor withKeysOf(Contributor other, Optional<Contributor> before) {
        var joined = this;
        for (var key : other.keys) {
            if (!before.flatMap(page -> page.findKey(key.key())).equals(Optional.of(key))) {
                joined = joined.with(joined.findKey(key.key())
                        .map(known -> known.endedAs(key))
                        .orElse(key));
            }
        }
        return joined;
    }

    /** The contributor with one key put in place of its earlier form, or added. */
    public Contributor with(ContributorKey changed) {
        var all = new ArrayList<ContributorKey>();
        keys.stream().filter(key -> !key.key().equals(changed.key())).forEach(all::add);
        int place = keys.stream().map(ContributorKey::key).toList().indexOf(changed.key());
        all.add(place < 0 ? all.size() : place, changed);
        return new Contributor(handle, name, credit, all);
    }
}
