package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;
import org.datasetcommons.Progress;
import org.datasetcommons.ShellWord;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.history.Inspection;
import org.datasetcommons.store.Pointer;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.internal.storage.file.PackIndex;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryCache;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/** Reads every byte of git's database, and follows every ref. Reading an object, JGit does not compare it with its name. */
final class GitInspection {
    private static final int SEAL = Constants.OBJECT_ID_LENGTH;
    private static final int BUFFER = 1 << 16;

    /** What leads to what reflogs and the like name. */
    private static final String REMEMBERED = "what git remembers";

    private final Repository git;
    private final Path objects;
    private final Path aside;
    private final Progress progress;
    private final List<Inspection.Fault> faults = new ArrayList<>();
    private final List<Inspection.Fault> malformed = new ArrayList<>();
    /** Objects that cannot be had, and the file that they should be in. */
    private final Map<ObjectId, String> bad = new LinkedHashMap<>();

    private final Map<ObjectId, String> problems = new HashMap<>();
    private final Map<Pointer, String> contents = new HashMap<>();
    private final Set<ObjectId> seen = new HashSet<>();
    private final Deque<Step> steps = new ArrayDeque<>();

    /** Whether this is a clone of a part, which asks another repository for what it lacks. */
    private final boolean mayLack;

    private boolean isEveryIndexRead = true;
    /** Indexes that only git can read. */
    private final List<String> unread = new ArrayList<>();

    private record Step(ObjectId id, String path, String by) {}

    /** @param aside where a repair moved what was damaged */
    GitInspection(Repository git, Path aside, Progress progress) {
        this.git = git;
        this.aside = aside;
        this.objects = git.getCommonDirectory().toPath().resolve(Constants.OBJECTS);
        this.progress = progress;
        this.mayLack = isPartial(git);
    }

    /** Whether a repository asks another for objects that it lacks, as after {@code git clone --filter}. */
    static boolean isPartial(Repository git) {
        var settings = git.getConfig();
        return settings.getString("extensions", null, "partialClone") != null
                || settings.getSubsections("remote").stream()
                        .anyMatch(remote -> settings.getBoolean("remote", remote, "promisor", false));
    }

    Inspection run() throws IOException {
        var files = files();
        try (var task = progress.start("reading git's objects", files.size(), Progress.Unit.FILES);
                var reader = git.newObjectReader()) {
            for (Path file : files) {
                check(file, reader);
                task.advance(1);
            }
            follow(reader);
            followRemembered(reader);
        }
        bad.forEach((id, file) -> faults.add(
                new Inspection.Fault(file, Optional.of(id.name()), problems.get(id), Optional.empty(), false)));
        boolean isComplete = isEveryIndexRead && faults.stream().noneMatch(Inspection.Fault::needed);
        return new Inspection(faults, malformed, seen.size(), contents, unread, isComplete);
    }

    /**
     * Only follows what leads to content: refs, and all that git remembers besides.
     *
     * @throws org.datasetcommons.CommonsException if a ref leads to something that cannot be read
     */
    Set<Digest> contents() throws IOException {
        try (var reader = git.newObjectReader()) {
            follow(reader);
            requireWhole();
            Path damaged = aside.resolve(Constants.OBJECTS);
            if (followRemembered(reader) && Files.isDirectory(damaged)) {
                throw environment("something that git remembers is not here; it may be among what a repair set aside")
                        .hint("look for it once more: `commons fsck --repair`")
                        .hint("or give it up: delete " + damaged);
            }
            requireWhole();
        }
        return contents.keySet().stream().map(Pointer::oid).collect(Collectors.toSet());
    }

    private void requireWhole() {
        if (!faults.isEmpty()) {
            var fault = faults.get(0);
            var staged = fault.staged();
            var untold = environment("it cannot be told what is needed here: "
                            + staged.map(path -> path + ", which is staged").orElse(fault.place()) + ": "
                            + fault.problem())
                    .hint(
                            staged.isPresent()
                                    ? "look for it: `commons fsck --repair`"
                                    : "see what is damaged: `commons fsck`");
            staged.ifPresent(path -> untold.hint("or unstage it, in the work tree that it is staged in: "
                    + "`git restore --staged " + ShellWord.of(path) + "`"));
            throw untold;
        }
        if (!unread.isEmpty()) {
            throw precondition("it cannot be told what is needed here: only git can read " + unread.get(0)
                            + ", which is split or sparse")
                    .hint(
                            "have git write it whole, in the work tree that it is of: `git update-index --no-split-index`, "
                                    + "`git sparse-checkout disable`");
        }
    }

    /**
     * Follows what no ref leads to and git has not given up yet. Some of it may be gone for good, as what {@code ORIG_HEAD}
     * named.
     *
     * @return whether any of it is not here
     */
    private boolean followRemembered(ObjectReader reader) throws IOException {
        boolean anyGone = false;
        for (var entry : new Tips(git).staged(this::addUnreadIndex).entrySet()) {
            // Git knows this one without having it, and notes it for a file that is to be added later.
            if (!entry.getKey().equals(Constants.EMPTY_BLOB_ID)) {
                steps.push(new Step(entry.getKey(), entry.getValue(), Inspection.Fault.STAGED));
            }
        }
        walk(reader);
        for (var id : new Tips(git).remembered()) {
            if (bad.containsKey(id) || reader.has(id)) {
                steps.push(new Step(id, "", REMEMBERED));
            } else {
                anyGone = true;
            }
        }
        walk(reader);
        return anyGone;
    }

    private void addUnreadIndex(Path index) {
        isEveryIndexRead = false;
        try {
            if (isWhole(index) && IndexExtensions.isForGitAlone(index)) {
                unread.add(place(index));
                return;
            }
        } catch (IOException e) {
            throw environment("cannot read " + index, e);
        }
        faults.add(new Inspection.Fault(
                place(index),
                Optional.empty(),
                "it cannot be read; have git make it anew: `git reset`",
                Optional.empty(),
                false));
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(objects)) {
            return List.of();
        }
        try (var below = Files.walk(objects)) {
            return below.filter(Files::isRegularFile).sorted().toList();
        }
    }

    // --- files -------------------------------------------------------------------------------------------------------

    private void check(Path file, ObjectReader reader) throws IOException {
        String name = file.getFileName().toString();
        String folder = file.getParent().getFileName().toString();
        try {
            if (folder.length() == 2 && ObjectId.isId(folder + name)) {
                checkLoose(file, ObjectId.fromString(folder + name));
            } else if (name.startsWith("pack-") && name.endsWith(".pack")) {
                checkPack(file, reader);
            } else if (name.startsWith("pack-") && name.endsWith(".idx") && !Files.exists(PackWriter.pack(file))) {
                faults.add(new Inspection.Fault(
                        place(file), Optional.empty(), "its pack is missing", Optional.empty(), false));
            } else if (isSealed(name) && !isWhole(file)) {
                faults.add(new Inspection.Fault(
                        place(file), Optional.empty(), "its checksum differs", Optional.empty(), false));
            }
        } catch (NoSuchFileException e) {
            // Git has packed it meanwhile.
        }
    }

    private String place(Path file) {
        return objects.getParent().relativize(file).toString();
    }

    /** Files that end with the SHA-1 of all that is before: packs, and what git makes to find things in them. */
    private static boolean isSealed(String name) {
        return name.startsWith("pack-") && name.matches(".*\\.(pack|idx|rev|bitmap|mtimes)")
                || name.equals("multi-pack-index")
                || name.equals("commit-graph")
                || name.matches("graph-[0-9a-f]{40}\\.graph");
    }

    /** Whether a file that ends with the SHA-1 of what is before it is as it was written. */
    static boolean isWhole(Path file) throws IOException {
        long size = Files.size(file);
        if (size < SEAL) {
            return false;
        }
        var sha1 = Constants.newMessageDigest();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            long left = size - SEAL;
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    return false;
                }
                sha1.update(buffer, 0, count);
                left -= count;
            }
            return Arrays.equals(sha1.digest(), in.readAllBytes());
        }
    }

    private void checkLoose(Path file, ObjectId id) throws IOException {
        var inflater = new Inflater();
        try (var bytes = Files.newInputStream(file);
                var in = new InflaterInputStream(bytes, inflater, BUFFER)) {
            var sha1 = Constants.newMessageDigest();
            byte[] buffer = new byte[BUFFER];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                sha1.update(buffer, 0, count);
            }
            if (!ObjectId.fromRaw(sha1.digest()).equals(id)) {
                markBad(id, file, "digest differs");
            } else if (inflater.getRemaining() > 0 || bytes.read() >= 0) {
                markBad(id, file, "it goes on after its end");
            }
        } catch (ZipException | EOFException e) {
            markBad(id, file, "it cannot be read");
        } finally {
            inflater.end();
        }
    }

    private void markBad(ObjectId id, Path file, String problem) {
        bad.put(id, place(file));
        problems.put(id, problem);
    }

    private void checkPack(Path pack, ObjectReader reader) throws IOException {
        Path index = PackWriter.index(pack);
        if (!Files.exists(index)) {
            faults.add(new Inspection.Fault(place(pack), Optional.empty(), "it has no index", Optional.empty(), false));
            return;
        }
        if (isWhole(pack)) {
            if (isWhole(index) && !PackSalvage.fits(pack, index)) {
                faults.add(new Inspection.Fault(
                        place(index), Optional.empty(), "it is of another pack", Optional.empty(), false));
            }
            return;
        }
        int before = bad.size();
        if (isWhole(index)) {
            for (var entry : PackIndex.open(index.toFile())) {
                if (!isReadable(entry.toObjectId(), git, reader)) {
                    markBad(entry.toObjectId(), pack, "it cannot be read");
                }
            }
        }
        if (bad.size() == before) {
            faults.add(new Inspection.Fault(
                    place(pack), Optional.empty(), "its checksum differs", Optional.empty(), false));
        }
    }

    /** Whether an object can be read, and is what its name says. */
    static boolean isReadable(ObjectId id, Repository git, ObjectReader reader) {
        try {
            ObjectLoader object = reader.open(id);
            MessageDigest sha1 = Constants.newMessageDigest();
            sha1.update(Constants.encodedTypeString(object.getType()));
            sha1.update((byte) ' ');
            sha1.update(Constants.encodeASCII(object.getSize()));
            sha1.update((byte) 0);
            try (InputStream in = object.openStream()) {
                byte[] buffer = new byte[BUFFER];
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    sha1.update(buffer, 0, count);
                }
            }
            return ObjectId.fromRaw(sha1.digest()).equals(id);
        } catch (LargeObjectException e) {
            throw e; // It is our memory that is too small.
        } catch (IOException | RuntimeException e) {
            // JGit says in many ways that bytes make no sense.
            reopen(git);
            return false;
        }
    }

    /** JGit takes nothing more from a pack of which it could not read something, until it is opened again. */
    private static void reopen(Repository git) {
        git.getObjectDatabase().close();
        RepositoryCache.clear(); // The repositories whose objects this one borrows.
    }

    // --- refs --------------------------------------------------------------------------------------------------------

    private void follow(ObjectReader reader) throws IOException {
        for (var tip : new Tips(git).named().entrySet()) {
            steps.push(new Step(tip.getValue(), "", tip.getKey()));
        }
        new Tips(git)
                .broken()
                .forEach(ref -> faults.add(
                        new Inspection.Fault(ref, Optional.empty(), "it names no object", Optional.empty(), true)));
        walk(reader);
    }

    private void walk(ObjectReader reader) throws IOException {
        try (var task = progress.start("following refs", Progress.UNKNOWN, Progress.Unit.STEPS)) {
            while (!steps.isEmpty()) {
                var step = steps.pop();
                if (seen.add(step.id())) {
                    visit(step, reader);
                    task.advance(1);
                }
            }
        }
    }

    private void visit(Step step, ObjectReader reader) throws IOException {
        Optional<String> file = Optional.ofNullable(bad.remove(step.id()));
        if (file.isPresent()) {
            need(step, file.get(), problems.get(step.id()));
            return;
        }
        if (!reader.has(step.id())) {
            if (mayLack) {
                return;
            }
            need(step, step.by(), "it leads to an object that is missing");
            return;
        }
        ObjectLoader object;
        try {
            object = reader.open(step.id());
            if (object.getType() != Constants.OBJ_BLOB || object.getSize() <= Pointer.MAX_BYTES) {
                descend(step, object.getType(), object.getCachedBytes(Integer.MAX_VALUE));
            }
        } catch (LargeObjectException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            reopen(git);
            need(step, step.by(), "it leads to an object that cannot be read");
        }
    }

    private void need(Step step, String place, String problem) {
        faults.add(new Inspection.Fault(
                place,
                Optional.of(step.id().name()),
                problem,
                Optional.of(step.path()).filter(path -> !path.isEmpty()),
                true));
    }

    private void descend(Step step, int type, byte[] bytes) throws IOException {
        switch (type) {
            case Constants.OBJ_COMMIT -> {
                var commit = RevCommit.parse(bytes);
                // The newest version last, since what is pushed last is visited first.
                if (!git.getObjectDatabase().getShallowCommits().contains(step.id())) {
                    for (var parent : commit.getParents()) {
                        steps.addLast(new Step(parent.getId(), "", step.by()));
                    }
                }
                steps.push(new Step(commit.getTree().getId(), "", step.by()));
            }
            case Constants.OBJ_TAG ->
                steps.push(new Step(RevTag.parse(bytes).getObject().getId(), "", step.by()));
            case Constants.OBJ_TREE -> {
                TreeForm.fault(step.id(), bytes)
                        .ifPresent(fault -> malformed.add(new Inspection.Fault(
                                step.by(),
                                Optional.of(step.id().name()),
                                "a folder as git would not write it: " + fault.problem(),
                                Optional.of(fault.path(step.path())).filter(path -> !path.isEmpty()),
                                true)));
                var tree = new CanonicalTreeParser();
                for (tree.reset(bytes); !tree.eof(); tree.next(1)) {
                    if (tree.getEntryFileMode() != FileMode.GITLINK) {
                        String path = (step.path().isEmpty() ? "" : step.path() + "/") + tree.getEntryPathString();
                        steps.push(new Step(tree.getEntryObjectId(), path, step.by()));
                    }
                }
            }
            default -> Pointer.find(bytes).ifPresent(pointer -> contents.putIfAbsent(pointer, step.path()));
        }
    }
}
