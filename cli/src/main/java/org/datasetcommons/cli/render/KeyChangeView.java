package org.datasetcommons.cli.render;

import java.util.stream.Collectors;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.governance.TrustRoot;
import org.datasetcommons.usecase.ManageKeys;

/** A contributor's keys after a change. */
public record KeyChangeView(ManageKeys.Outcome outcome, String done) implements View {
    @Override
    public FieldsBuilder json() {
        var fields = Node.fields()
                .put("contributor", outcome.contributor().handle().name())
                .put("fingerprint", outcome.key().fingerprint())
                .put("change", done)
                .put("proven", outcome.isProven())
                .put("roles", outcome.roles().stream().map(Object::toString).toList())
                .put("left", outcome.left());
        outcome.commit().ifPresent(commit -> fields.put("commit", commit.hex()));
        return fields;
    }

    @Override
    public void text(Screen screen) {
        String what = done + " " + outcome.key().fingerprint() + " of "
                + outcome.contributor().handle();
        if (outcome.commit().isPresent()) {
            screen.good(what);
            LeftAlone.show(screen, outcome.left());
            if (!outcome.isProven()) {
                screen.warn(
                        "the key is not at hand, and an offer must hold a commit that it signed: where it is, make one on "
                                + "this branch, `git commit -S --allow-empty -m \""
                                + Contributor.proof(outcome.contributor().handle()) + "\"`");
            }
            screen.line("offer the change with `commons propose`");
        } else {
            screen.line("would have " + what);
        }
        boolean isEnded = outcome.contributor()
                .findKey(outcome.key())
                .filter(key -> key.until().isPresent() || key.revoked().isPresent())
                .isPresent();
        if (isEnded && !outcome.roles().isEmpty()) {
            screen.warn(TrustRoot.file(outcome.root().version()) + " gives this key "
                    + (outcome.roles().size() == 1 ? "the role " : "the roles ")
                    + outcome.roles().stream().map(Object::toString).collect(Collectors.joining(", "))
                    + "; follow it, at once if the key was stolen, with "
                    + outcome.root().successorWithout(outcome.contributor().handle(), outcome.key()));
        }
    }
}
