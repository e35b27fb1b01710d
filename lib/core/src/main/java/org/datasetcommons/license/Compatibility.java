package org.datasetcommons.license;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datasetcommons.license.LicenseExpression.AllOf;
import org.datasetcommons.license.LicenseExpression.AnyOf;
import org.datasetcommons.license.LicenseExpression.License;
import org.datasetcommons.license.LicenseExpression.WithException;

/**
 * Which licences go together, by a table whose every cell is argued for in {@code docs/license-compatibility.md}. A pair that
 * the table does not have is undecided, unless the two are one licence or the content is in the public domain.
 */
public final class Compatibility {
    private static final class Holder {
        static final Compatibility TABLE = new Compatibility();
    }

    private static final List<String> PUBLIC_DOMAIN =
            List.of("CC0-1.0", "PDDL-1.0", "CC-PDM-1.0", "DL-DE-ZERO-2.0", "0BSD", "Unlicense");

    private final Map<String, Map<String, Fit>> rows = new HashMap<>();

    private Compatibility() {
        List<String> columns = List.of();
        for (String line : Resources.lines("matrix.txt")) {
            String[] words = line.split(" ");
            if (words[0].equals("columns")) {
                columns = Arrays.asList(words).subList(1, words.length);
                continue;
            }
            var row = new HashMap<String, Fit>();
            for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i), Fit.ofCode(words[i + 1]));
            }
            rows.put(words[0], row);
        }
    }

    public static Compatibility table() {
        return Holder.TABLE;
    }

    /**
     * How the content fits.
     *
     * @param chosen the part of an {@code OR} that was chosen, or the whole
     * @param deciding the licence that decided
     */
    public record Judgement(Fit fit, LicenseExpression chosen, String deciding) {}

    /** Judges an expression: of a choice the best part, of a conjunction the worst. */
    public Judgement judge(LicenseExpression content, LicenseExpression collection) {
        if (content.equals(collection)) {
            return new Judgement(Fit.SOLE, content, content.toString());
        }
        if (content instanceof AnyOf any) {
            return any.choices().stream()
                    .map(choice -> judge(choice, collection))
                    .min(java.util.Comparator.comparing(Judgement::fit))
                    .orElseThrow();
        }
        if (content instanceof AllOf all) {
            var worst = all.parts().stream()
                    .map(part -> judge(part, collection))
                    .max(java.util.Comparator.comparing(Judgement::fit))
                    .orElseThrow();
            return new Judgement(worst.fit(), content, worst.deciding());
        }
        if (content instanceof WithException with) {
            return new Judgement(Fit.UNDECIDED, content, with.toString());
        }
        var license = (License) content;
        return new Judgement(fit(license.id(), collection), content, license.id());
    }

    private Fit fit(String content, LicenseExpression collection) {
        if (!(collection instanceof License single)) {
            return Fit.UNDECIDED;
        }
        if (content.equals(single.id())) {
            return Fit.SOLE;
        }
        var row = rows.getOrDefault(content, Map.of());
        if (row.containsKey(single.id())) {
            return row.get(single.id());
        }
        return PUBLIC_DOMAIN.contains(content) ? Fit.SOLE : Fit.UNDECIDED;
    }
}
