package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;
import static org.datasetcommons.CommonsException.refused;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.datasetcommons.ShellWord;
import org.datasetcommons.consent.Consent;
import org.datasetcommons.dataset.Basis;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.dataset.Terms;
import org.datasetcommons.document.Spelling;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.license.LicensePolicy;

/** On what terms somebody adds, of what they said now, what the open draft says, and what the charter accepts. */
final class StatedTerms {
    private StatedTerms() {}

    static Terms terms(AddRecords.Request request, Optional<Terms> drafted, Charter charter) {
        var missing = new ArrayList<String>();
        if (request.license().isEmpty() && drafted.isEmpty()) {
            missing.add("a licence (--license)");
        }
        if (request.source().map(String::isBlank).orElse(drafted.isEmpty())) {
            missing.add("a source (--source)");
        }
        if (request.basis().isEmpty() && drafted.isEmpty()) {
            missing.add("a basis (--basis)");
        }
        if (!missing.isEmpty()) {
            throw refused("not added without " + String.join(", ", missing))
                    .hint("unstated is no: say on what terms you give it, where it comes from, and why you may give it")
                    .hint("for example: `commons add PATH --license " + ShellWord.of(charter.usualLicense())
                            + " --source \"my own photographs\" --basis author`");
        }
        var license = request.license()
                .map(LicenseExpression::parse)
                .orElseGet(() -> drafted.orElseThrow().license());
        LicensePolicy.of(charter.license(), charter.accept()).refusal(license).ifPresent(reason -> {
            throw refused(reason).hint("this dataset accepts: " + accepted(charter));
        });
        return new Terms(
                license,
                request.source().orElseGet(() -> drafted.orElseThrow().source()),
                request.basis()
                        .map(Basis::parse)
                        .orElseGet(() -> drafted.orElseThrow().basis()),
                request.credit().or(() -> drafted.map(Terms::credit)).orElse(""));
    }

    private static String accepted(Charter charter) {
        var accept = charter.accept().isEmpty() ? List.of(charter.license()) : charter.accept();
        return String.join(
                ", ", accept.stream().map(LicenseExpression::toString).toList());
    }

    static Consent consent(
            AddRecords.Request request, Optional<Consent> drafted, Charter charter, Path draftFile, LocalDate today) {
        boolean stated = !request.allow().isEmpty()
                || !request.deny().isEmpty()
                || request.until().isPresent();
        if (!stated && drafted.isPresent()) {
            return drafted.get();
        }
        var known = charter.purposes().keySet();
        var named = new TreeSet<String>(request.allow());
        named.addAll(request.deny());
        for (String purpose : named) {
            if (!known.contains(purpose)) {
                var problem = invalid("the charter names no purpose '" + purpose + "'");
                throw Spelling.nearest(purpose, known)
                        .map(near -> problem.hint("did you mean '" + near + "'?"))
                        .orElseGet(() -> problem.hint("its purposes: " + String.join(", ", known)));
            }
        }
        var allow = new TreeSet<>(request.allow());
        if (allow.isEmpty()) {
            allow.addAll(known);
            allow.removeAll(request.deny());
        }
        request.until().filter(until -> until.isBefore(today)).ifPresent(until -> {
            throw invalid("--until " + until + " is past: nothing would be allowed")
                    .hint("name the last day on which it may be used, or leave --until out");
        });
        var consent = new Consent(allow, request.deny(), request.until());
        if (drafted.isPresent() && !drafted.get().equals(consent)) {
            throw precondition("the open draft has another consent, and a contribution has one")
                    .hint("close it first with `commons sign`")
                    .hint("or begin another: `rm " + ShellWord.of(draftFile) + "`");
        }
        return consent;
    }
}
