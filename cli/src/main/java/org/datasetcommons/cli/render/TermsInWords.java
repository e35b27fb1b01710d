package org.datasetcommons.cli.render;

import java.util.List;
import java.util.Map;
import org.datasetcommons.consent.Consent;
import org.datasetcommons.dataset.Terms;
import org.datasetcommons.license.PlainWords;

/** Terms and consent as a person should hear them before they sign. */
public final class TermsInWords {
    private TermsInWords() {}

    /** @param purposes the charter's, each with its plain words */
    public static void show(Screen screen, Terms terms, Consent consent, Map<String, String> purposes) {
        screen.table(List.of(
                Row.of("  licence", terms.license().toString()),
                Row.of("  source", terms.source()),
                Row.of("  basis", terms.basis() + ": " + terms.basis().plainly()),
                Row.of("  credit", terms.credit())));
        screen.prose(2, PlainWords.of(terms.license()));
        for (String purpose : consent.allow()) {
            screen.good("you allow " + said(purpose, purposes));
        }
        for (String purpose : consent.deny()) {
            screen.bad("you refuse " + said(purpose, purposes));
        }
        for (String purpose : purposes.keySet()) {
            if (!consent.allow().contains(purpose) && !consent.deny().contains(purpose)) {
                screen.bad("you do not allow " + said(purpose, purposes));
            }
        }
        consent.until().ifPresent(day -> screen.line("  this holds until " + day));
    }

    private static String said(String purpose, Map<String, String> purposes) {
        String words = purposes.get(purpose);
        return words == null ? purpose : purpose + ": " + words;
    }
}
