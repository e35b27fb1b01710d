package org.datasetcommons.cli.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.datasetcommons.consent.Consent;
import org.datasetcommons.dataset.Terms;
import org.datasetcommons.draft.DraftedRecords.OtherTerms;
import org.datasetcommons.license.PlainWords;

/** Terms and consent as a person should hear them before they sign. */
public final class TermsInWords {
    private TermsInWords() {}

    /** @param purposes the charter's, each with its plain words */
    public static void show(Screen screen, Terms terms, Consent consent, Map<String, String> purposes) {
        var rows = new ArrayList<Row>(List.of(
                Row.of("  licence", terms.license().toString()),
                Row.of("  source", terms.source()),
                Row.of("  basis", terms.basis() + ": " + terms.basis().plainly()),
                Row.of("  credit", terms.credit())));
        consent.allow().forEach(purpose -> rows.add(Row.of("  allowed", said(purpose, purposes))));
        consent.deny().forEach(purpose -> rows.add(Row.of("  refused", said(purpose, purposes))));
        purposes.keySet().stream()
                .filter(purpose ->
                        !consent.allow().contains(purpose) && !consent.deny().contains(purpose))
                .forEach(purpose -> rows.add(Row.of("  not allowed", said(purpose, purposes))));
        consent.until().ifPresent(day -> rows.add(Row.of("  until", day.toString())));
        screen.table(rows);
        screen.prose(2, PlainWords.of(terms.license()));
    }

    /** Those records whose terms are not the contribution's: how many, and in what they differ. */
    public static void showOthers(Screen screen, Terms usual, List<OtherTerms> others) {
        for (var other : others) {
            screen.line("  " + Quantity.count(other.count(), "record", "records") + " on other terms, "
                    + (other.count() == 1 ? "" : "such as ") + other.first() + ":");
            screen.table(differences(usual, other.terms()));
            if (!other.terms().license().equals(usual.license())) {
                screen.prose(4, PlainWords.of(other.terms().license()));
            }
        }
    }

    private static List<Row> differences(Terms usual, Terms terms) {
        var rows = new ArrayList<Row>();
        if (!terms.license().equals(usual.license())) {
            rows.add(Row.of("    licence", terms.license().toString()));
        }
        if (!terms.source().equals(usual.source())) {
            rows.add(Row.of("    source", terms.source()));
        }
        if (!terms.basis().equals(usual.basis())) {
            rows.add(Row.of("    basis", terms.basis() + ": " + terms.basis().plainly()));
        }
        if (!terms.credit().equals(usual.credit())) {
            rows.add(Row.of("    credit", terms.credit()));
        }
        return rows;
    }

    private static String said(String purpose, Map<String, String> purposes) {
        String words = purposes.get(purpose);
        return words == null ? purpose : purpose + ": " + words;
    }
}
