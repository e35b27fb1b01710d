package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;
import static org.datasetcommons.CommonsException.refused;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.datasetcommons.Progress;
import org.datasetcommons.consent.Consent;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.dataset.Basis;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.dataset.MediaType;
import org.datasetcommons.dataset.RecordId;
import org.datasetcommons.dataset.Terms;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Spelling;
import org.datasetcommons.draft.Draft;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.license.LicensePolicy;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.signing.SigningKeys;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.table.Row;
import org.datasetcommons.table.RowKeys;
import org.datasetcommons.table.TableFormat;
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
     */
    public record Outcome(Draft draft, long records, long bytes, long skipped, long removed, List<DatasetPath> files) {}

    private final Workspace workspace;
    private final SigningKeys keys;

    public AddRecords(Workspace workspace, SigningKeys keys) {
        this.workspace = workspace;
        this.keys = keys;
    }

    private record Source(Path file, DatasetPath target, boolean inPlace) {}

    public Outcome run(Request request) {
        var version = workspace.headVersion();
        var open = OpenDraft.find(workspace, version);
        var terms = terms(request, open.map(Draft::terms), version);
        var consent = consent(request, open.map(Draft::consent), version.charter());
        var draft = open.orElseGet(() -> newDraft(request, version, terms, consent));
        var sources = new ArrayList<Source>();
        var gone = new ArrayList<DatasetPath>();
        for (var path : request.paths()) {
            collect(path, request, version, draft, sources, gone);
        }
        sources = new ArrayList<>(new LinkedHashSet<>(sources));
        checkCollisions(sources, version);

        var taking = new Taking(request, version, draft, terms);
        long total = sources.size();
        try (var task = workspace.progress().start("adding", total, Progress.Unit.FILES)) {
            for (var source : sources) {
                taking.take(source);
                task.advance(1);
            }
        }
        gone.forEach(taking::remove);
        if (!request.dryRun()) {
            sources.forEach(taking::requireFree);
            sources.forEach(taking::place);
            if (taking.draft.isEmpty()) {
                workspace.draft().delete();
            } else {
                workspace.draft().write(taking.draft);
            }
        }
        return new Outcome(
                taking.draft, taking.records, taking.bytes, taking.skipped, taking.removed, List.copyOf(taking.taken));
    }

    // --- terms -----------------------------------------------------------------------------------------------------

    private Terms terms(Request request, Optional<Terms> drafted, Version version) {
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
                    .hint("for example: `commons add PATH --license " + acceptedLicense(version.charter())
                            + " --source \"my own photographs\" --basis author`");
        }
        var license = request.license()
                .map(LicenseExpression::parse)
                .orElseGet(() -> drafted.orElseThrow().license());
        LicensePolicy.of(version.charter().license(), version.charter().accept())
                .refusal(license)
                .ifPresent(reason -> {
                    throw refused(reason).hint("this dataset accepts: " + accepted(version.charter()));
                });
        return new Terms(
                license,
                request.source().orElseGet(() -> drafted.orElseThrow().source()),
                request.basis()
                        .map(Basis::parse)
                        .orElseGet(() -> drafted.orElseThrow().basis()),
                request.credit().or(() -> drafted.map(Terms::credit)).orElse(""));
    }

    private static String acceptedLicense(Charter charter) {
        return charter.accept().isEmpty()
                ? charter.license().toString()
                : charter.accept().get(0).toString();
    }

    private static String accepted(Charter charter) {
        var accept = charter.accept().isEmpty() ? List.of(charter.license()) : charter.accept();
        return String.join(
                ", ", accept.stream().map(LicenseExpression::toString).toList());
    }

    private Consent consent(Request request, Optional<Consent> drafted, Charter charter) {
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
        var consent = new Consent(allow, request.deny(), request.until());
        if (drafted.isPresent() && !drafted.get().equals(consent)) {
            throw precondition("the open draft has another consent, and a contribution has one")
                    .hint("close it first with `commons sign`")
                    .hint("or begin another: `rm " + workspace.draft().file() + "`");
        }
        return consent;
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

    // --- which files -----------------------------------------------------------------------------------------------

    private void collect(
            Path given, Request request, Version version, Draft draft, List<Source> sources, List<DatasetPath> gone) {
        Path top = workspace.repository().workTree().toAbsolutePath().normalize();
        Path named = given.toAbsolutePath().normalize();
        Path path = named.equals(top) ? top.resolve("data") : named; // Of the whole, the content is what can be added.
        boolean inside = path.startsWith(top);
        if (inside && path.startsWith(top.resolve(".git"))) {
            throw invalid("cannot add what is git's own: " + given);
        }
        boolean inPlace = inside && path.startsWith(top.resolve("data"));
        if (inPlace) {
            requireNoLinkAbove(path, top, "a symbolic link cannot be added: ");
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            if (inPlace) {
                int before = gone.size();
                collectGone(path, top, version, draft, gone);
                if (gone.size() > before) {
                    return;
                }
            }
            if (named.equals(top)) {
                throw precondition("there is nothing below data/ yet")
                        .hint("name what is to be added: files or folders");
            }
            throw precondition("no such file: " + given).hint("look with `ls`, or name the folder that holds it");
        }
        if (inPlace && request.to().isPresent()) {
            throw precondition(given + " is in the dataset already, so --to cannot place it");
        }
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            collectFolder(given, path, top, request, inPlace, sources);
            if (inPlace) {
                collectGone(path, top, version, draft, gone);
            }
        } else {
            requireFile(path, given);
            var target = inPlace
                    ? DatasetPath.of(top.relativize(path))
                    : folder(request).resolve(path.getFileName().toString());
            sources.add(new Source(path, target, inPlace));
        }
    }

    private void collectFolder(
            Path given, Path path, Path top, Request request, boolean inPlace, List<Source> sources) {
        var files = new ArrayList<Path>();
        try (var walk = Files.walk(path)) {
            walk.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
                    .forEach(files::add);
        } catch (IOException | java.io.UncheckedIOException e) {
            throw environment("cannot read the folder " + given, e);
        }
        var base = request.to().isPresent()
                ? folder(request)
                : folder(request).resolve(path.getFileName().toString());
        int before = sources.size();
        for (var file : files) {
            requireFile(file, file);
            DatasetPath target;
            if (inPlace) {
                target = DatasetPath.of(top.relativize(file));
            } else {
                target = DatasetPath.parse(base + "/" + slashes(path.relativize(file)));
            }
            sources.add(new Source(file, target, inPlace));
        }
        if (sources.size() == before && !inPlace) {
            throw precondition("there are no files in " + given);
        }
        sources.subList(before, sources.size()).sort(java.util.Comparator.comparing(Source::target));
    }

    /** What the version or the draft has at or below this path, and the work tree has not any more. */
    private static void collectGone(Path path, Path top, Version version, Draft draft, List<DatasetPath> gone) {
        String prefix = slashes(top.relativize(path));
        var known = new TreeSet<DatasetPath>();
        version.tree().list(prefix).forEach(entry -> known.add(DatasetPath.parse(entry.path())));
        draft.files().keySet().stream()
                .filter(file -> file.text().equals(prefix) || file.text().startsWith(prefix + "/"))
                .forEach(known::add);
        known.stream()
                .filter(file -> !Files.exists(top.resolve(file.text()), LinkOption.NOFOLLOW_LINKS))
                .forEach(gone::add);
    }

    private static String slashes(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    private static DatasetPath folder(Request request) {
        String to = request.to().orElse("data").replaceFirst("/+$", "");
        if (!to.equals("data") && !to.startsWith("data/")) {
            throw invalid("--to must be a folder below data/, not '" + to + "'").hint("for example: --to data/birds");
        }
        return DatasetPath.parse(to);
    }

    /** What lies behind a link is not what the dataset has at this place. */
    private static void requireNoLinkAbove(Path path, Path top, String problem) {
        for (Path parent = path.getParent(); !parent.equals(top); parent = parent.getParent()) {
            if (Files.isSymbolicLink(parent)) {
                throw invalid(problem + parent).hint("put a folder in its place");
            }
        }
    }

    private static void requireFile(Path file, Path given) {
        if (Files.isSymbolicLink(file)) {
            throw invalid("a symbolic link cannot be added: " + given).hint("add the file that it leads to");
        }
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw invalid("not an ordinary file: " + given);
        }
        if (!Files.isReadable(file)) {
            throw environment("cannot read " + given).hint("allow it: `chmod u+r " + given + "`");
        }
    }

    private void checkCollisions(List<Source> sources, Version version) {
        var byKey = new TreeMap<String, String>();
        for (var entry : version.tree().list("data")) {
            if (DatasetPath.fault(entry.path()).isEmpty()) {
                byKey.put(new DatasetPath(entry.path()).collisionKey(), entry.path());
            }
        }
        var targets = new HashSet<DatasetPath>();
        for (var source : sources) {
            if (!targets.add(source.target())) {
                throw invalid("two files would become " + source.target());
            }
            String other = byKey.putIfAbsent(
                    source.target().collisionKey(), source.target().text());
            if (other != null && !other.equals(source.target().text())) {
                throw invalid(source.target() + " is the same file as " + other + " where upper and lower case are one")
                        .hint("give it another name");
            }
        }
    }

    // --- taking them -----------------------------------------------------------------------------------------------

    private final class Taking {
        final Request request;
        final Version version;
        final Terms terms;
        final Set<Digest> signed = new HashSet<>();
        final List<DatasetPath> taken = new ArrayList<>();
        final SortedMap<DatasetPath, Pointer> placed = new TreeMap<>();
        Draft draft;
        long records;
        long bytes;
        long skipped;
        long removed;

        Taking(Request request, Version version, Draft draft, Terms terms) {
            this.request = request;
            this.version = version;
            this.draft = draft;
            this.terms = terms.credit().isEmpty()
                    ? new Terms(
                            terms.license(),
                            terms.source(),
                            terms.basis(),
                            draft.terms().credit())
                    : terms;
            for (var contribution : version.contributions().values()) {
                contribution.records().forEach(record -> signed.add(record.digest()));
            }
        }

        void take(Source source) {
            var pointer = store(source);
            var committed = version.tree().read(source.target().text()).flatMap(Pointer::find);
            if (committed.equals(Optional.of(pointer))) {
                skipped++;
                draft = draft.without(source.target());
                return;
            }
            if (committed.isPresent() && !source.inPlace()) {
                throw precondition(source.target() + " is in the dataset already, with other content")
                        .hint("to change it, change that file in place and run `commons add " + source.target() + "`")
                        .hint("to add this one beside it, choose another folder with --to");
            }
            if (pointer.equals(draft.files().get(source.target())) && !statesAnything()) {
                skipped++;
                return;
            }
            placed.put(source.target(), pointer);
            var keyColumn = keyColumn(source.target());
            var found = keyColumn.isPresent()
                    ? rows(source, pointer, keyColumn.get())
                    : List.of(record(
                            RecordId.ofFile(source.target()),
                            pointer.oid(),
                            pointer.size(),
                            Optional.of(MediaType.of(source.target()))));
            var fresh = new ArrayList<ContributedRecord>();
            for (var record : found) {
                if (signed.contains(record.digest())) {
                    skipped++;
                    continue;
                }
                fresh.add(record);
                if (record.equals(draft.records().get(record.id()))) {
                    skipped++;
                } else {
                    records++;
                    bytes += record.size();
                }
            }
            taken.add(source.target());
            draft = draft.with(source.target(), pointer, keyColumn, fresh);
        }

        /** Whether the command line says something of its records that may differ from what the draft says. */
        private boolean statesAnything() {
            return Stream.of(request.license(), request.source(), request.basis(), request.credit(), request.key())
                            .anyMatch(Optional::isPresent)
                    || request.whole()
                    || !request.meta().isEmpty();
        }

        void remove(DatasetPath file) {
            if (draft.removed().contains(file)) {
                return;
            }
            taken.add(file);
            removed++;
            draft = version.tree().find(file.text()).isPresent() ? draft.removing(file) : draft.without(file);
        }

        private Pointer store(Source source) {
            try {
                long size = Files.size(source.file());
                if (size > version.charter().largestFile()) {
                    throw refused(source.file() + " has " + size + " bytes; the charter allows "
                            + version.charter().largestFile());
                }
                if (request.dryRun()) {
                    try (InputStream in = Files.newInputStream(source.file())) {
                        return new Pointer(Digest.of(in), size);
                    }
                }
                try (InputStream in = Files.newInputStream(source.file())) {
                    return workspace.repository().store().put(in);
                }
            } catch (NoSuchFileException e) {
                throw environment(source.file() + " vanished while it was being added", e)
                        .hint("run the command again when nobody is moving files");
            } catch (IOException e) {
                throw environment("cannot read " + source.file(), e);
            }
        }

        private Optional<String> keyColumn(DatasetPath target) {
            if (request.whole() || TableFormat.findByFileName(target.name()).isEmpty()) {
                return Optional.empty();
            }
            var known = Optional.ofNullable(version.coverage().tables().get(target))
                    .or(() -> version.charter().findTable(target).map(Charter.TableRule::key));
            if (known.isPresent() && request.key().isPresent() && !known.equals(request.key())) {
                throw precondition("the rows of " + target + " are known by '" + known.get() + "', not '"
                        + request.key().get() + "'");
            }
            var key = known.or(request::key);
            if (key.isEmpty()) {
                throw precondition("no key column is known for the table " + target)
                        .hint("name the column that tells rows apart: --key COLUMN")
                        .hint("to take it as one file, not row by row: --whole");
            }
            return key;
        }

        private List<ContributedRecord> rows(Source source, Pointer pointer, String key) {
            var target = source.target();
            var rows = new ArrayList<ContributedRecord>();
            var rule = version.charter().findTable(target);
            try (InputStream in = open(source, pointer)) {
                var columns = rule.map(Charter.TableRule::columns).orElse(List.of());
                workspace
                        .tableReader()
                        .read(
                                target.text(),
                                TableFormat.ofFileName(target.name()),
                                in,
                                new RowKeys(key, (rowKey, row) -> {
                                    requireColumns(row, columns);
                                    byte[] canonical = row.canonical();
                                    rows.add(record(
                                            RecordId.ofRow(target, rowKey.toString()),
                                            Digest.of(canonical),
                                            canonical.length,
                                            Optional.empty()));
                                }));
            } catch (IOException e) {
                throw environment("cannot read " + target, e);
            }
            return rows;
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

        private ContributedRecord record(RecordId id, Digest digest, long size, Optional<String> type) {
            var given = draft.terms();
            var drafted = Optional.ofNullable(draft.records().get(id))
                    .filter(record -> record.digest().equals(digest));
            var said = drafted.map(record -> said(record.terms(given))).orElse(terms);
            var meta = drafted.filter(record -> request.meta().isEmpty())
                    .<Map<String, String>>map(ContributedRecord::meta)
                    .orElse(request.meta());
            return new ContributedRecord(
                    id,
                    digest,
                    size,
                    type,
                    differing(said.license(), given.license()),
                    differing(said.source(), given.source()),
                    differing(said.basis(), given.basis()),
                    differing(said.credit(), given.credit()),
                    new TreeMap<>(meta));
        }

        /** Terms of a record that is drafted already: what the command line states, and of the rest what was said. */
        private Terms said(Terms before) {
            return new Terms(
                    request.license().isPresent() ? terms.license() : before.license(),
                    request.source().isPresent() ? terms.source() : before.source(),
                    request.basis().isPresent() ? terms.basis() : before.basis(),
                    request.credit().isPresent() ? terms.credit() : before.credit());
        }

        private <T> Optional<T> differing(T value, T usual) {
            return value.equals(usual) ? Optional.empty() : Optional.of(value);
        }

        /** Complains if content from elsewhere cannot be put into the work tree. */
        void requireFree(Source source) {
            var pointer = placed.get(source.target());
            if (source.inPlace() || pointer == null) {
                return;
            }
            Path top = workspace.repository().workTree();
            Path file = top.resolve(source.target().text());
            requireNoLinkAbove(file, top, "a symbolic link cannot be written through: ");
            try {
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                        && (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                                || !holds(file, pointer) && !holdsDrafted(file, source.target()))) {
                    throw precondition(file + " is there already, with other content")
                            .hint("move it away, or choose another folder with --to");
                }
            } catch (IOException e) {
                throw environment("cannot read " + file, e);
            }
        }

        /** Puts content from elsewhere into the work tree, where the person sees it. */
        void place(Source source) {
            var pointer = placed.get(source.target());
            if (source.inPlace() || pointer == null) {
                return;
            }
            Path file =
                    workspace.repository().workTree().resolve(source.target().text());
            try {
                Files.createDirectories(file.getParent());
                Path temporary = Files.createTempFile(file.getParent(), ".commons", ".tmp");
                try (InputStream in = workspace.repository().store().open(pointer.oid())) {
                    Files.copy(in, temporary, StandardCopyOption.REPLACE_EXISTING);
                }
                // Older than the index that will be written soon, so that git need not read it again.
                var time = Files.getLastModifiedTime(temporary).toInstant().minusSeconds(2);
                Files.setLastModifiedTime(temporary, FileTime.from(time));
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw environment("cannot write " + file, e);
            }
        }

        private boolean holdsDrafted(Path file, DatasetPath target) throws IOException {
            var drafted = workspace.draft().find().map(Draft::files).map(files -> files.get(target));
            return drafted.isPresent() && holds(file, drafted.get());
        }

        private boolean holds(Path file, Pointer pointer) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                return Files.size(file) == pointer.size() && Digest.of(in).equals(pointer.oid());
            }
        }
    }
}
