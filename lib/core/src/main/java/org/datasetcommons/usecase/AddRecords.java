package org.datasetcommons.usecase;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Stream;
import org.datasetcommons.CommonsException;
import org.datasetcommons.consent.Consent;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.Terms;
import org.datasetcommons.draft.Draft;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.signing.SigningKeys;
import org.datasetcommons.version.Version;

/**
 * Takes files and the rows of tables into the open draft. All that could be refused is refused before anything is written
 * but content, which is harmless: no draft names it yet.
 */
public final class AddRecords {
    /**
     * What to add, and on what terms. Terms left out are those of the open draft.
     *
     * @param paths files and folders, inside {@code data/} or anywhere else
     * @param allow purposes; empty: all that the charter names
     * @param to the folder for what comes from elsewhere
     * @param key the column by which a table's rows are known, where the charter does not say
     * @param whole whether tables are taken as files, not row by row
     * @param as the handle of somebody new
     */
    public record Request(
            List<Path> paths,
            Optional<String> license,
            Optional<String> source,
            Optional<String> basis,
            Optional<String> credit,
            SortedSet<String> allow,
            SortedSet<String> deny,
            Optional<LocalDate> until,
            Optional<String> to,
            Optional<String> key,
            Map<String, String> meta,
            boolean whole,
            Optional<Handle> as,
            boolean dryRun) {}

    /**
     * What came of it.
     *
     * @param records how many are new in the draft by this command
     * @param bytes of those records
     * @param skipped how many were there already, signed or drafted
     * @param removed how many files go by this command
     * @param kept which of the skipped stay on other terms than were said now
     */
    public record Outcome(
            Draft draft, long records, long bytes, long skipped, long removed, Kept kept, List<DatasetPath> files) {}

    /**
     * How many records were given before, so that what is said now does not count for them.
     *
     * @param own on other terms, by whoever adds them
     * @param others by somebody else
     * @param isVoid with a key that was revoked
     * @param unchanged files as the version has them; 0 where something was taken, or nothing said of terms
     */
    public record Kept(
            SortedMap<ContributionId, Long> own,
            SortedMap<Handle, Long> others,
            SortedMap<ContributionId, Long> isVoid,
            long unchanged) {
        public Kept {
            own = Collections.unmodifiableSortedMap(own);
            others = Collections.unmodifiableSortedMap(others);
            isVoid = Collections.unmodifiableSortedMap(isVoid);
        }

        /** Of how many records that is known. */
        public long records() {
            return Stream.of(own, others, isVoid)
                    .flatMap(counts -> counts.values().stream())
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private final Workspace workspace;
    private final SigningKeys keys;

    public AddRecords(Workspace workspace, SigningKeys keys) {
        this.workspace = workspace;
        this.keys = keys;
    }

    public Outcome run(Request request) {
        return request.dryRun() ? add(request) : workspace.alone("commons add", () -> add(request));
    }

    private Outcome add(Request request) {
        var version = workspace.headVersion();
        try {
            return add(request, version);
        } catch (CommonsException e) {
            throw e.kind() == CommonsException.Kind.REFUSED && isCharterEdited(version)
                    ? e.hint("what you changed in " + Charter.FILE + " counts when it is committed: `git commit "
                            + Charter.FILE + "`")
                    : e;
        }
    }

    private boolean isCharterEdited(Version version) {
        try {
            byte[] here = Files.readAllBytes(workspace.repository().workTree().resolve(Charter.FILE));
            return !Arrays.equals(here, version.tree().read(Charter.FILE).orElse(here));
        } catch (IOException e) {
            return false;
        }
    }

    private Outcome add(Request request, Version version) {
        var open = OpenDraft.find(workspace, version);
        var terms = StatedTerms.terms(request, open.map(Draft::terms), version.charter());
        var consent = StatedTerms.consent(
                request,
                open.map(Draft::consent),
                version.charter(),
                workspace.draft().file(),
                LocalDate.ofInstant(workspace.now(), ZoneOffset.UTC));
        var draft = open.orElseGet(() -> newDraft(request, version, terms, consent));
        var found = new SourceFiles(
                workspace.repository(), version.tree(), draft.files().keySet(), request.to());
        found.find(request.paths());
        if (found.isFolderNamed()) {
            new Uncovered(workspace).find(version).forEach(found::findUncovered);
        }

        var intake = new Intake(workspace, request, version, found, draft, terms);
        var edit = intake.run();
        if (request.dryRun()) {
            return intake.outcome(workspace.draft().preview(edit));
        }
        new Placing(workspace, draft).run(intake.placements());
        workspace.repository().store().sync();
        return intake.outcome(workspace.draft().write(edit));
    }

    private Draft newDraft(Request request, Version version, Terms terms, Consent consent) {
        var now = workspace.now();
        var identity = Identity.find(workspace.repository(), version, keys, request.as(), now);
        byte[] drawn = new byte[4];
        workspace.random().nextBytes(drawn);
        var credited = terms.credit().isEmpty()
                ? new Terms(
                        terms.license(),
                        terms.source(),
                        terms.basis(),
                        identity.contributor().credit())
                : terms;
        return Draft.open(ContributionId.of(now, identity.handle(), drawn), now, credited, consent);
    }
}
