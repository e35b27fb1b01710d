package org.datasetcommons.provenance;

import static org.datasetcommons.CommonsException.invalid;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.datasetcommons.contributor.Handle;

/** Names a contribution: its day in UTC, its contributor, and 8 hex digits drawn when it was begun. */
public record ContributionId(String text) implements Comparable<ContributionId> {
    /** The folder of contributions. */
    public static final String FOLDER = "contributions";

    private static final Pattern FORM = Pattern.compile("\\d{4}-\\d\\d-\\d\\d-([a-z0-9-]{1,39})-[0-9a-f]{8}");

    public ContributionId {
        if (!hasForm(text)) {
            throw invalid("not the id of a contribution: '" + text + "'")
                    .hint("an id looks like 2026-11-22-ana-3f9a2c1b; `commons log` lists them");
        }
        Handle.parse(handle(text));
    }

    /** The contribution that a folder is named for; nothing, if it is no such name. */
    public static Optional<ContributionId> find(String name) {
        return hasForm(name) && Handle.isHandle(handle(name))
                ? Optional.of(new ContributionId(name))
                : Optional.empty();
    }

    private static boolean hasForm(String text) {
        return FORM.matcher(text).matches() && isDay(text.substring(0, 10));
    }

    private static String handle(String text) {
        return text.substring(11, text.length() - 9);
    }

    private static boolean isDay(String text) {
        try {
            return LocalDate.parse(text).toString().equals(text);
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /** @param drawn four random bytes, so that nobody's id meets another's */
    public static ContributionId of(Instant when, Handle contributor, byte[] drawn) {
        return new ContributionId(when.atZone(ZoneOffset.UTC).toLocalDate() + "-" + contributor + "-"
                + HexFormat.of().formatHex(drawn, 0, 4));
    }

    /** The contribution whose statement a file is, if its folder has the name of one. */
    public static Optional<ContributionId> ofStatement(String file) {
        return find(file.replaceFirst("^" + FOLDER + "/([^/]*)/contribution\\.json$", "$1"));
    }

    public Handle contributor() {
        return new Handle(handle(text));
    }

    /** The folder of this contribution. */
    public String folder() {
        return FOLDER + "/" + text;
    }

    public String statementFile() {
        return folder() + "/contribution.json";
    }

    public String signatureFile() {
        return statementFile() + ".sig";
    }

    public String recordsFile() {
        return folder() + "/records-00001.jsonl";
    }

    /** All the files it has. */
    public List<String> files() {
        return List.of(statementFile(), signatureFile(), recordsFile());
    }

    @Override
    public int compareTo(ContributionId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
