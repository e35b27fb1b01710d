package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;
import static org.datasetcommons.CommonsException.refused;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.datasetcommons.Progress;
import org.datasetcommons.ShellWord;
import org.datasetcommons.Workers;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.MediaType;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.dataset.Terms;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.draft.Draft;
import org.datasetcommons.draft.DraftEdit;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.store.FileStamp;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.table.Row;
import org.datasetcommons.table.RowKeys;
import org.datasetcommons.table.TableFormat;
import org.datasetcommons.usecase.SourceFiles.Source;
import org.datasetcommons.version.Version;

/** Takes files into a draft: their content into the store, on all cores, and then their records one by one, in order. */
final class Intake {
    private final Workspace workspace;
    private final AddRecords.Request request;
    private final Version version;
    private final SourceFiles found;
    private final Draft before;
    private final Terms terms;
    private final DraftEdit edit;
    private final Givers givers;
    private final List<WholeFile> files = new ArrayList<>();
    private final List<DatasetPath> taken = new ArrayList<>();
    private final List<Placement> placements = new ArrayList<>();
    /** What the version has as it is, and a contribution covers. */
    private final Set<DatasetPath> covered = new HashSet<>();
    /** What lies here as git's pointer alone. */
    private final Set<DatasetPath> pointersOnly = ConcurrentHashMap.newKeySet();

    private long records;
    private long bytes;
    private long skipped;
    private long removed;
    private final Map<Givers.Giver, Long> given = new HashMap<>();

    /** @param terms of what is taken now; the draft's may be others */
    Intake(
            Workspace workspace,
            AddRecords.Request request,
            Version version,
            SourceFiles found,
            Draft draft,
            Terms terms) {
        this.workspace = workspace;
        this.request = request;
        this.version = version;
        this.found = found;
        this.before = draft;
        this.edit = draft.edit(this::revise);
        this.terms = terms.credit().isEmpty()
                ? new Terms(
                        terms.license(),
                        terms.source(),
                        terms.basis(),
                        draft.terms().credit())
                : terms;
        this.givers = givers();
    }

    private Givers givers() {
        return new Givers(version, before.contributor(), terms, before.consent());
    }

    /** Content from elsewhere that goes to a place in the work tree. */
    record Placement(DatasetPath target, Pointer content) {}

    /** Takes all that was found; records are counted while the edit is made. */
    DraftEdit run() {
        var sources = found.sources();
        var pointers = new Pointer[sources.size()];
        try (var task = workspace.progress().start("adding", sources.size(), Progress.Unit.FILES)) {
            Workers.forEach(sources.size(), i -> {
                pointers[i] = store(sources.get(i));
                task.advance(1);
            });
        }
        findCovered(sources, pointers);
        for (int i = 0; i < pointers.length; i++) {
            read(sources.get(i), pointers[i]);
        }
        givers.find();
        files.forEach(this::recordFile);
        files.clear(); // The edit has all of it now, and there may be millions.
        recordRows();
        skipped += found.unchanged();
        Stream.concat(before.files().keySet().stream(), before.removed().stream())
                .filter(found::isUnchanged)
                .forEach(edit::drop);
        found.gone().forEach(this::remove);
        return edit;
    }

    /**
     * What came of it.
     *
     * @param after the draft with all of the edit made
     */
    AddRecords.Outcome outcome(Draft after) {
        return new AddRecords.Outcome(after, records, bytes, skipped, removed, kept(), List.copyOf(taken));
    }

    private AddRecords.Kept kept() {
        var own = new TreeMap<ContributionId, Long>();
        var others = new TreeMap<Handle, Long>();
        var isVoid = new TreeMap<ContributionId, Long>();
        given.forEach((giver, count) -> {
            switch (giver.standing()) {
                case AS_SAID -> {}
                case SAID_OTHERWISE -> own.merge(giver.in(), count, Long::sum);
                case BY_ANOTHER -> others.merge(giver.in().contributor(), count, Long::sum);
                case VOID -> isVoid.merge(giver.in(), count, Long::sum);
            }
        });
        return new AddRecords.Kept(own, others, isVoid, taken.isEmpty() && statesAnything() ? found.unchanged() : 0);
    }

    /** What came from elsewhere and is to be placed in the work tree. */
    List<Placement> placements() {
        return List.copyOf(placements);
    }

    private void remove(DatasetPath file) {
        if (before.removed().contains(file)) {
            return;
        }
        taken.add(file);
        removed++;
        if (found.committed(file).isPresent()) {
            edit.remove(file);
        } else {
            edit.drop(file);
        }
    }

    private Pointer store(Source source) {
        var file = source.file();
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            SourceFiles.requireFile(file, attributes);
            var stamp = FileStamp.of(attributes);
            if (stamp.size() > version.charter().largestFile()) {
                throw refused(file + " has " + stamp.size() + " bytes; the charter allows "
                                + version.charter().largestFile())
                        .hint("give it in parts, or ask a maintainer for a larger `largestFile` in " + Charter.FILE);
            }
            var stoodFor = stoodFor(source, stamp);
            if (stoodFor.isPresent()) {
                pointersOnly.add(source.target());
                return stoodFor.get();
            }
            var known = known(source, stamp);
            return known.isPresent() ? known.get() : read(source, stamp);
        } catch (NoSuchFileException e) {
            throw environment(file + " vanished while it was being added", e)
                    .hint("run the command again when nobody is moving files");
        } catch (AccessDeniedException e) {
            throw environment("cannot read " + file, e).hint("allow it: `chmod u+r " + ShellWord.of(file) + "`");
        } catch (IOException e) {
            throw environment("cannot read " + file, e);
        }
    }

    /** The content that a file of the version stands for, which is not here: there is only git's pointer in its place. */
    private Optional<Pointer> stoodFor(Source source, FileStamp stamp) throws IOException {
        if (!source.inPlace() || source.isNew() || stamp.size() == 0 || stamp.size() > Pointer.MAX_BYTES) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(source.file());
        return Pointer.find(bytes)
                .filter(pointer -> found.committed(source)
                        .filter(entry -> entry.blob().equals(pointer.blob()))
                        .isPresent());
    }

    /** What is in a file that was read before, if that is in the store. */
    private Optional<Pointer> known(Source source, FileStamp stamp) {
        if (!source.inPlace()) {
            return Optional.empty();
        }
        var repository = workspace.repository();
        return repository
                .knownFiles()
                .find(source.target().text(), stamp)
                .filter(pointer -> request.dryRun() || repository.store().has(pointer.oid()));
    }

    private Pointer read(Source source, FileStamp stamp) throws IOException {
        if (request.dryRun()) {
            return Pointer.of(source.file());
        }
        var repository = workspace.repository();
        var pointer = repository.store().put(source.file());
        // What was written to meanwhile may hold what never was in it, and is looked at again before it is signed.
        if (source.inPlace() && FileStamp.find(source.file()).equals(Optional.of(stamp))) {
            repository.knownFiles().learn(source.target().text(), stamp, pointer, pointer.blob());
        }
        return pointer;
    }

    /** A file that is taken as one record. */
    private record WholeFile(DatasetPath target, Pointer content) {}

    private void read(Source source, Pointer pointer) {
        var target = source.target();
        boolean isPointer = pointersOnly.contains(target);
        if (covered.contains(target) || isPointer && found.isByTheWay(target)) {
            skipped++;
            edit.drop(target);
            return;
        }
        if (isPointer) {
            throw precondition("the content of " + target + " is not here, only git's pointer to it")
                    .hint("bring it: `commons pull`");
        }
        if (pointer.equals(before.files().get(target)) && !statesAnything()) {
            skipped++;
            return;
        }
        if (!source.inPlace()) {
            placements.add(new Placement(target, pointer));
        }
        var keyColumn = keyColumn(target);
        if (keyColumn.isEmpty()) {
            givers.askForFile(pointer.oid());
            files.add(new WholeFile(target, pointer));
            return;
        }
        var columns = version.charter()
                .findTable(target)
                .map(Charter.TableRule::columns)
                .orElse(List.of());
        askForRows(givers, source, pointer, keyColumn.get(), columns);
        taken.add(target);
        edit.putTable(target, pointer, keyColumn.get());
    }

    private void recordFile(WholeFile file) {
        var content = file.content();
        var giver = givers.ofFile(content.oid());
        giver.ifPresent(this::skipGiven);
        taken.add(file.target());
        edit.put(
                file.target(),
                content,
                giver.isPresent()
                        ? Optional.empty()
                        : Optional.of(record(
                                RecordId.ofFile(file.target()),
                                content.oid(),
                                content.size(),
                                Optional.of(MediaType.of(file.target())))));
    }

    private void recordRows() {
        if (givers.hasGivenRows()) {
            givers.rows().forEach(row -> row.giver().ifPresent(this::skipGiven));
        }
        edit.rows(() -> StreamSupport.stream(givers.rows().spliterator(), false)
                .filter(row -> row.giver().isEmpty())
                .map(row -> record(row.id(), row.digest(), row.size(), Optional.empty()))
                .iterator());
    }

    private void skipGiven(Givers.Giver giver) {
        skipped++;
        given.merge(giver, 1L, Long::sum);
    }

    /** A record that is given now; of the same content, what the draft says of it holds on where nothing else is stated. */
    private ContributedRecord revise(Optional<ContributedRecord> drafted, ContributedRecord given) {
        var revised = drafted.filter(record -> record.digest().equals(given.digest()))
                .map(record -> kept(record, given))
                .orElse(given);
        if (drafted.equals(Optional.of(revised))) {
            skipped++;
        } else {
            records++;
            bytes += revised.size();
        }
        return revised;
    }

    /** Whether the command line says something of the records that may differ from what the draft says. */
    private boolean statesAnything() {
        return Stream.of(request.license(), request.source(), request.basis(), request.credit(), request.key())
                        .anyMatch(Optional::isPresent)
                || request.whole()
                || !request.meta().isEmpty();
    }

    /** Finds what the version has as it is, on terms that somebody signed. Git alone can commit what nobody gave. */
    private void findCovered(List<Source> sources, Pointer[] pointers) {
        var committed = givers();
        var wholeFiles = new HashMap<DatasetPath, Digest>();
        for (int i = 0; i < pointers.length; i++) {
            var source = sources.get(i);
            if (isCommitted(source, pointers[i])) {
                covered.add(source.target());
                var key = version.findTableKey(source.target());
                if (key.isEmpty()) {
                    wholeFiles.put(source.target(), pointers[i].oid());
                    committed.askForFile(pointers[i].oid());
                } else if (!pointersOnly.contains(source.target())) {
                    askForRows(committed, source, pointers[i], key.get(), List.of());
                }
            }
        }
        committed.find();
        wholeFiles.forEach((target, content) -> {
            if (committed.ofFile(content).isEmpty()) {
                covered.remove(target);
            }
        });
        for (var row : committed.rows()) {
            if (row.giver().isEmpty()) {
                covered.remove(row.id().path());
            }
        }
        if (statesAnything()) {
            wholeFiles.keySet().retainAll(covered);
            Stream.concat(
                            wholeFiles.values().stream().map(committed::ofFile),
                            StreamSupport.stream(committed.rows().spliterator(), false)
                                    .filter(row -> covered.contains(row.id().path()))
                                    .map(Givers.Row::giver))
                    .flatMap(Optional::stream)
                    .forEach(giver -> given.merge(giver, 1L, Long::sum));
        }
    }

    /** Whether the version has this content in this place. What it has there is replaced by the file there, and by no other. */
    private boolean isCommitted(Source source, Pointer pointer) {
        var target = source.target();
        var committed = found.committed(source);
        if (committed.isEmpty() || committed.get().blob().equals(pointer.blob())) {
            return committed.isPresent();
        }
        if (Pointer.find(version.tree().readBlob(committed.get().blob())).isEmpty()) {
            return false;
        }
        if (!source.inPlace()) {
            throw precondition(target + " is in the dataset already, with other content")
                    .hint("to change it, change that file in place and run `commons add " + ShellWord.of(target) + "`")
                    .hint("to add this one beside it, choose another folder with --to");
        }
        return false;
    }

    private Optional<String> keyColumn(DatasetPath target) {
        if (request.whole() || TableFormat.findByFileName(target.name()).isEmpty()) {
            return Optional.empty();
        }
        var known = version.findKey(target);
        if (known.isPresent() && request.key().isPresent() && !known.equals(request.key())) {
            throw precondition("the rows of " + target + " are known by '" + known.get() + "', not '"
                    + request.key().get() + "'");
        }
        var key = known.or(request::key)
                .or(() -> Optional.ofNullable(before.tables().get(target)));
        if (key.isEmpty()) {
            throw precondition("no key column is known for the table " + target)
                    .hint("name the column that tells rows apart: --key COLUMN")
                    .hint("to take it as one file, not row by row: --whole");
        }
        return key;
    }

    private void askForRows(Givers givers, Source source, Pointer pointer, String key, List<String> columns) {
        var target = source.target();
        var keys = new RowKeys(key, version.sorting(), (rowKey, row) -> {
            requireColumns(row, columns);
            byte[] canonical = row.canonical();
            givers.askForRow(RecordId.ofRow(target, rowKey.toString()), Digest.of(canonical), canonical.length);
        });
        try (InputStream in = open(source, pointer)) {
            workspace.tableReader().read(named(source), TableFormat.ofFileName(target.name()), in, keys);
        } catch (IOException e) {
            throw environment("cannot read " + target, e);
        }
    }

    /** A table by the name under which whoever adds it finds it, now that it is not where it is to be. */
    private static String named(Source source) {
        return source.inPlace() ? source.target().text() : source.file().toString();
    }

    private static void requireColumns(Row row, List<String> columns) {
        for (String column : columns) {
            if (row.find(column).isEmpty()) {
                throw invalid(row.at().prefix() + "the charter wants a column '" + column + "'");
            }
        }
    }

    /** In a dry run nothing is stored, so the table is read where it lies. */
    private InputStream open(Source source, Pointer pointer) throws IOException {
        return request.dryRun()
                ? Files.newInputStream(source.file())
                : workspace.repository().store().open(pointer.oid());
    }

    /** A record as the command line states it. */
    private ContributedRecord record(RecordId id, Digest digest, long size, Optional<String> type) {
        return record(id, digest, size, type, terms, request.meta());
    }

    /** A record as it was drafted, but for what the command line states now. */
    private ContributedRecord kept(ContributedRecord drafted, ContributedRecord given) {
        return record(
                given.id(),
                given.digest(),
                given.size(),
                given.type(),
                said(drafted.terms(before.terms())),
                request.meta().isEmpty() ? drafted.meta() : request.meta());
    }

    private ContributedRecord record(
            RecordId id, Digest digest, long size, Optional<String> type, Terms said, Map<String, String> meta) {
        var usual = before.terms();
        return new ContributedRecord(
                id,
                digest,
                size,
                type,
                differing(said.license(), usual.license()),
                differing(said.source(), usual.source()),
                differing(said.basis(), usual.basis()),
                differing(said.credit(), usual.credit()),
                meta.isEmpty() ? Collections.emptySortedMap() : new TreeMap<>(meta));
    }

    /** Terms of a record that is drafted already: what the command line states, and of the rest what was said. */
    private Terms said(Terms drafted) {
        return new Terms(
                request.license().isPresent() ? terms.license() : drafted.license(),
                request.source().isPresent() ? terms.source() : drafted.source(),
                request.basis().isPresent() ? terms.basis() : drafted.basis(),
                request.credit().isPresent() ? terms.credit() : drafted.credit());
    }

    private static <T> Optional<T> differing(T value, T usual) {
        return value.equals(usual) ? Optional.empty() : Optional.of(value);
    }
}
