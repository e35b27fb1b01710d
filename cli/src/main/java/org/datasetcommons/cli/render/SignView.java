package org.datasetcommons.cli.render;

import java.util.List;
import java.util.Optional;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.draft.Draft;
import org.datasetcommons.history.CommitId;

/**
 * What was signed, or would be.
 *
 * @param isContribution or else files only move or go, for which nobody's terms are needed
 * @param commit empty in a dry run
 * @param left files of the work tree that somebody had changed, and that stay as they are
 */
public record SignView(
        Draft draft,
        boolean isContribution,
        Contributor signer,
        PublicKey key,
        Optional<CommitId> commit,
        List<String> left)
        implements View {
    @Override
    public FieldsBuilder json() {
        var fields = Node.fields();
        if (isContribution) {
            fields.put("contribution", draft.id().text());
        }
        return putSignature(fields)
                .put("records", draft.records().count())
                .put("terms", draft.terms().toNode())
                .put("consent", draft.consent().toNode())
                .put("dryRun", commit.isEmpty());
    }

    /** Who signed, with what, and what came of it. */
    FieldsBuilder putSignature(FieldsBuilder fields) {
        return fields.putIfPresent("commit", commit.map(CommitId::hex))
                .put("signer", signer.handle().name())
                .put("key", key.fingerprint())
                .put("left", left);
    }

    @Override
    public void text(Screen screen) {
        String what = isContribution ? draft.id().text() : "a commit that moves or removes files";
        if (commit.isEmpty()) {
            screen.line("would sign " + what + " as " + signer.handle());
            return;
        }
        screen.good("signed " + what + " as " + signer.handle() + " with " + key.fingerprint());
        LeftAlone.show(screen, left);
        screen.line("commit " + commit.get().abbreviated() + "; offer it with `commons propose`");
    }
}
