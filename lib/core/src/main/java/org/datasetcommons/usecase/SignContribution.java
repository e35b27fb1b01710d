package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.precondition;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.datasetcommons.ShellWord;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.draft.Draft;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository.CommitRequest;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.provenance.Contribution;
import org.datasetcommons.provenance.Contribution.RecordList;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.SigningKeys;
import org.datasetcommons.store.ScratchFile;
import org.datasetcommons.version.Version;

/** Closes the draft: states it, signs it, and makes one signed commit of it. */
public final class SignContribution {
    /**
     * What goes with it.
     *
     * @param message the contributor's own words; may be empty
     * @param isAtOnce whether nobody was asked since this process recorded the draft, whose files are not looked at again then
     */
    public record Request(String message, boolean isAtOnce) {}

    /** What will be signed, and by whom; shown before it is done. */
    public record Plan(Version version, Draft draft, Identity identity) {
        public Contributor signer() {
            return identity.contributor();
        }

        public PublicKey key() {
            return identity.signer().publicKey();
        }

        /** Whether it is the signer's first contribution here. */
        public boolean isNew() {
            return identity.isNew();
        }
    }

    /**
     * What was signed.
     *
     * @param draft with no records, it was no contribution, and only files moved or went
     * @param left files of the work tree that somebody had changed, and that stay as they are
     */
    public record Outcome(Draft draft, CommitId commit, Contributor signer, PublicKey key, List<String> left) {}

    private final Workspace workspace;
    private final SigningKeys keys;

    public SignContribution(Workspace workspace, SigningKeys keys) {
        this.workspace = workspace;
        this.keys = keys;
    }

    /** Finds out what there is to sign and who signs it, and writes nothing. */
    public Plan plan() {
        var version = workspace.headVersion();
        var draft = OpenDraft.find(workspace, version.tree())
                .filter(open -> !open.isEmpty())
                .orElseThrow(() -> precondition("there is nothing to sign")
                        .hint("add something first: `commons add PATH --license "
                                + ShellWord.of(version.charter().usualLicense())
                                + " --source TEXT --basis author`"));
        workspace.repository().requireIndexUnlocked();
        var identity =
                Identity.find(workspace.repository(), version, keys, Optional.of(draft.contributor()), workspace.now());
        return new Plan(version, draft, identity);
    }

    /**
     * Looks whether the files are still as they were recorded. It is looked again when it is signed; this is for who asks a
     * person in between.
     *
     * @throws org.datasetcommons.CommonsException if some are not
     */
    public void requireUnmodified(Plan plan) {
        requireUnmodified(DraftedFiles.look(workspace.repository(), plan.draft()));
    }

    private static DraftedFiles requireUnmodified(DraftedFiles files) {
        var modified = files.modified();
        if (!modified.isEmpty()) {
            throw precondition(String.join(", ", modified.subList(0, Math.min(5, modified.size())))
                            + (modified.size() > 5 ? " and " + (modified.size() - 5) + " more" : "")
                            + " changed after being recorded")
                    .hint("record it as it is now: `commons add " + ShellWord.of(modified.get(0)) + "`");
        }
        return files;
    }

    /** Plans, and does it. */
    public Outcome run(Request request) {
        return run(plan(), request);
    }

    /**
     * Signs what a person has been shown, and nothing else.
     *
     * @throws org.datasetcommons.CommonsException if the draft is another one by now, or its files are not as recorded
     */
    public Outcome run(Plan shown, Request request) {
        return workspace.alone("commons sign", () -> {
            var head = workspace.repository().tree(workspace.head());
            if (!OpenDraft.find(workspace, head).equals(Optional.of(shown.draft()))) {
                throw precondition("the draft is not what was shown any more: another command changed it")
                        .hint("look at it again: `commons sign`");
            }
            return sign(shown, request);
        });
    }

    private Outcome sign(Plan plan, Request request) {
        var draft = plan.draft();
        var files = requireUnmodified(
                request.isAtOnce()
                        ? DraftedFiles.lookAtOthers(workspace.repository(), draft)
                        : DraftedFiles.look(workspace.repository(), draft));
        var identity = plan.identity();
        var now = workspace.now();
        // A newcomer's key speaks from the moment of this contribution on.
        var contributor = identity.isNew()
                ? Identity.newcomer(
                        draft.contributor(),
                        identity.person(),
                        identity.signer().publicKey(),
                        now)
                : identity.contributor();

        var head = plan.version().commit();
        var commit = write(plan, contributor, now, request.message());
        var left = workspace.advance(
                head, commit, "commons sign: " + draft.id(), draft.id() + " is signed", Workspace.TIDIES_UP, () -> {
                    new Uncovered(workspace).follow(head, commit);
                    workspace.draft().delete();
                    return workspace.repository().checkOut(Optional.of(head), commit, files.unmodified());
                });
        return new Outcome(draft, commit, contributor, identity.signer().publicKey(), left);
    }

    /** Writes the commit, to which nothing leads yet. */
    private CommitId write(Plan plan, Contributor contributor, Instant now, String message) {
        var draft = plan.draft();
        var identity = plan.identity();
        var edit = new TreeEdit();
        draft.files().forEach((path, pointer) -> edit.put(path.text(), pointer));
        draft.removed().forEach(path -> edit.remove(path.text()));
        if (identity.isNew()) {
            edit.put(Contributor.file(contributor.handle()), contributor.bytes());
        }
        var head = plan.version().commit();
        try (var list = ScratchFile.in(plan.version().store().temporary())) {
            if (!draft.records().isEmpty()) {
                var described = list.write(out -> workspace
                        .draft()
                        .openRecords(
                                draft,
                                records -> Contribution.copyList(
                                        records, draft.records().bytes(), out)));
                edit.put(draft.id().recordsFile(), list.path());
                state(draft, described, plan.version(), identity, message, now, edit);
            }
            return workspace
                    .repository()
                    .write(
                            new CommitRequest(
                                    Optional.of(head),
                                    edit,
                                    List.of(head),
                                    identity.person(),
                                    now,
                                    message(draft, identity, message)),
                            identity.signer());
        }
    }

    private static void state(
            Draft draft,
            RecordList list,
            Version version,
            Identity identity,
            String message,
            Instant now,
            TreeEdit edit) {
        var contribution = new Contribution(
                version.datasetId(),
                draft.id(),
                identity.signer().publicKey(),
                draft.terms(),
                draft.consent(),
                new TreeMap<>(draft.tables()),
                list,
                message,
                now);
        byte[] statement = contribution.toStatement().bytes();
        edit.put(draft.id().statementFile(), statement);
        edit.put(draft.id().signatureFile(), identity.signer().sign(Namespace.CONTRIBUTION, statement));
    }

    private static String message(Draft draft, Identity identity, String message) {
        String subject = message.isBlank() ? summary(draft) : message.strip();
        return subject + "\n\n" + (draft.records().isEmpty() ? "" : "Contribution: " + draft.id() + "\n")
                + "Signed-off-by: " + identity.person() + "\n";
    }

    private static String summary(Draft draft) {
        long count = draft.records().count();
        if (count == 0) {
            return "Move or remove files";
        }
        return "Contribute " + count + (count == 1 ? " record" : " records");
    }
}
