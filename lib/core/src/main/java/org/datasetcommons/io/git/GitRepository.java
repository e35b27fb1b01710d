package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.datasetcommons.ShellWord;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Maintenance;
import org.datasetcommons.history.Person;
import org.datasetcommons.history.Repository;
import org.datasetcommons.history.Settings;
import org.datasetcommons.history.Tree;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.Signer;
import org.datasetcommons.store.FileStamp;
import org.datasetcommons.store.KnownFiles;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.store.ScratchFolder;
import org.datasetcommons.store.Unsynced;
import org.datasetcommons.transfer.Credentials;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.ObjectBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.util.FileUtils;

/** A git repository on this machine, through JGit's objects and refs; its porcelain is not used, since that runs hooks. */
final class GitRepository implements Repository {
    /** Where git-lfs keeps its files, from the git directory on (git-lfs-config(5)). */
    private static final String STORAGE = "lfs.storage";

    private static final String USUAL_STORAGE = "lfs";

    private final org.eclipse.jgit.lib.Repository git;
    private final GitSettings settings;
    private final GitHistory history;
    private final GitMaintenance maintenance;
    private final Credentials credentials;
    private final ObjectStore store;
    private final Unsynced unsynced;
    private final ScratchFolder scratch;
    private final WorkTree workTree;
    private final UnfinishedCheckOut unfinished;

    GitRepository(org.eclipse.jgit.lib.Repository git, Credentials credentials) {
        this.git = git;
        this.settings = new GitSettings(git);
        this.history = new GitHistory(git);
        this.credentials = credentials;
        this.store = new ObjectStore(
                git.getCommonDirectory().toPath().resolve(USUAL_STORAGE).resolve("objects"),
                sharedDirectory().resolve("tmp"));
        this.scratch = new ScratchFolder(privateDirectory().resolve("tmp"));
        this.unsynced = new Unsynced(git.getCommonDirectory().toPath());
        this.workTree = new WorkTree(git, store, privateDirectory(), scratch);
        this.unfinished = new UnfinishedCheckOut(privateDirectory());
        this.maintenance = new GitMaintenance(git, settings, credentials, sharedDirectory(), unsynced);
    }

    @Override
    public void create() {
        // The settings are written last; without them a command that was killed had only begun.
        if (!Files.exists(git.getDirectory().toPath().resolve(Constants.CONFIG))) {
            try {
                removeAbandonedLocks(Instant.MIN);
                removeEmptyFolders();
                // JGit would not tell why it cannot.
                Files.createDirectories(git.getDirectory().toPath());
                git.create();
                if (findStoreElsewhere().isPresent()) {
                    settings.put(STORAGE, USUAL_STORAGE); // Said for all repositories of a person; here is another one.
                }
            } catch (IOException e) {
                throw environment("cannot make a git repository in " + workTree(), e);
            }
        }
    }

    /** JGit makes no repository where the folders of one are that was only begun. */
    private void removeEmptyFolders() throws IOException {
        Path directory = git.getDirectory().toPath();
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> folders;
        try (var paths = Files.walk(directory)) {
            folders = paths.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path folder : folders) {
            try (var rest = Files.list(folder)) {
                if (rest.findAny().isPresent()) {
                    continue;
                }
            }
            Files.delete(folder);
        }
    }

    @Override
    public void abandonClone() {
        try {
            if (head().isPresent() || store.hasBegun()) {
                return;
            }
            git.close();
            FileUtils.delete(git.getDirectory(), FileUtils.RECURSIVE);
            try (var rest = Files.list(workTree())) {
                if (rest.findAny().isPresent()) {
                    return;
                }
            }
            Files.delete(workTree());
        } catch (IOException e) {
            throw environment("cannot delete " + git.getDirectory(), e);
        }
    }

    @Override
    public Path workTree() {
        return git.getWorkTree().toPath();
    }

    @Override
    public Path privateDirectory() {
        return git.getDirectory().toPath().resolve("commons");
    }

    @Override
    public Path sharedDirectory() {
        return git.getCommonDirectory().toPath().resolve("commons");
    }

    @Override
    public ScratchFolder scratch() {
        return scratch;
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    @Override
    public Optional<Path> findStoreElsewhere() {
        Path directory = git.getCommonDirectory().toPath();
        return settings.find(STORAGE)
                .filter(place -> !place.isBlank())
                .map(place -> directory.resolve(place).normalize())
                .filter(place -> !place.equals(directory.resolve(USUAL_STORAGE)));
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public Maintenance maintenance() {
        return maintenance;
    }

    @Override
    public Optional<CommitId> head() {
        return history.head();
    }

    @Override
    public Optional<String> branch() {
        return history.branch();
    }

    @Override
    public Optional<CommitId> resolve(String revision) {
        return history.resolve(revision);
    }

    @Override
    public Commit commit(CommitId id) {
        return history.commit(id);
    }

    @Override
    public boolean hasSince(CommitId id, Instant when, Predicate<Commit> such) {
        return history.hasSince(id, when, such);
    }

    @Override
    public Tree tree(CommitId id) {
        return history.tree(id);
    }

    @Override
    public List<Commit> log(Optional<CommitId> from, CommitId to) {
        return history.log(from, to);
    }

    @Override
    public List<CommitId> mergeBases(CommitId a, CommitId b) {
        return history.mergeBases(a, b);
    }

    @Override
    public Optional<CommitId> findCopied(Commit commit, CommitId of) {
        return history.findCopied(commit, of);
    }

    @Override
    public boolean isAncestor(CommitId ancestor, CommitId of) {
        return history.isAncestor(ancestor, of);
    }

    @Override
    public SortedMap<String, CommitId> tags() {
        return history.tags();
    }

    @Override
    public Optional<Tag> findTag(String name) {
        return history.findTag(name);
    }

    @Override
    public CommitId write(CommitRequest request, Signer signer) {
        try (var reader = git.newObjectReader();
                ObjectInserter inserter = inserter()) {
            var tree = TreeWriter.apply(request.on().map(history::treeId), request.edit(), reader, inserter);
            var commit = new CommitBuilder();
            commit.setTreeId(tree);
            commit.setParentIds(request.parents().stream()
                    .map(parent -> ObjectId.fromString(parent.hex()))
                    .toList());
            var author = ident(request.author(), request.when());
            commit.setAuthor(author);
            commit.setCommitter(author);
            commit.setMessage(request.message());
            sign(commit, signer);
            var id = inserter.insert(commit);
            inserter.flush();
            return new CommitId(id.name());
        } catch (IOException e) {
            throw environment("cannot write a commit to " + git.getDirectory(), e);
        }
    }

    private ObjectInserter inserter() {
        return git instanceof FileRepository files
                ? new BulkInserter(files.getObjectDatabase(), unsynced)
                : git.newObjectInserter();
    }

    private static PersonIdent ident(Person person, Instant when) {
        return new PersonIdent(person.name(), person.email(), when, ZoneOffset.UTC);
    }

    private static void sign(ObjectBuilder object, Signer signer) throws IOException {
        byte[] armored = signer.sign(Namespace.GIT, object.build());
        // In a commit the last line of the header has no newline of its own.
        int length = object instanceof CommitBuilder ? armored.length - 1 : armored.length;
        object.setGpgSignature(new GpgSignature(java.util.Arrays.copyOf(armored, length)));
    }

    @Override
    public void advance(Optional<CommitId> expected, CommitId to, String reason) {
        var from = expected.map(id -> ObjectId.fromString(id.hex()));
        try {
            RefUpdate update = git.updateRef(Constants.HEAD);
            update.setExpectedOldObjectId(from.orElse(ObjectId.zeroId()));
            update.setNewObjectId(ObjectId.fromString(to.hex()));
            update.setRefLogMessage(reason, false);
            if (!expected.map(history::treeId).equals(Optional.of(history.treeId(to)))) {
                workTree.requireIndexUnlocked();
                unfinished.begin(new UnfinishedCheckOut.Start(from));
            }
            var result = move(update);
            switch (result) {
                case NEW, FAST_FORWARD, NO_CHANGE -> {}
                case LOCK_FAILURE -> {
                    unfinished.end();
                    throw precondition("the branch moved while the commit was made")
                            .hint("nothing is lost; run the command again");
                }
                default -> {
                    unfinished.end();
                    throw environment("git refused to move the branch to " + to + ": " + result);
                }
            }
        } catch (IOException e) {
            throw environment("cannot move the branch to " + to, e);
        }
    }

    /** Content, then objects, then the ref: each is on the disk before the next refers to it. */
    private RefUpdate.Result move(RefUpdate update) throws IOException {
        store.sync();
        unsynced.flush();
        var result = update.update();
        Path ref = git.getCommonDirectory()
                .toPath()
                .resolve(update.getRef().getLeaf().getName());
        if (Files.exists(ref)) {
            unsynced.wrote(ref);
            unsynced.flush();
        }
        return result;
    }

    @Override
    public void tag(String name, CommitId commit, Person tagger, Instant when, String message, Signer signer) {
        try (var inserter = inserter()) {
            var tag = new TagBuilder();
            tag.setTag(name);
            tag.setObjectId(ObjectId.fromString(commit.hex()), Constants.OBJ_COMMIT);
            tag.setTagger(ident(tagger, when));
            tag.setMessage(message);
            sign(tag, signer);
            var id = inserter.insert(tag);
            inserter.flush();
            RefUpdate update = git.updateRef(Constants.R_TAGS + name);
            update.setExpectedOldObjectId(ObjectId.zeroId());
            update.setNewObjectId(id);
            var result = move(update);
            if (result != RefUpdate.Result.NEW) {
                throw precondition("tag " + name + " exists")
                        .hint("see what it is: `git show " + ShellWord.of(name) + "`");
            }
        } catch (IOException e) {
            throw environment("cannot make the tag " + name, e);
        }
    }

    @Override
    public List<String> checkOut(Optional<CommitId> from, CommitId to, Map<String, FileStamp> inPlace) {
        try {
            var done = workTree.checkOut(from.map(history::treeId), history.treeId(to), inPlace);
            if (done.isWhole()) {
                unfinished.end();
            }
            return done.left();
        } catch (IOException e) {
            throw environment("cannot write the work tree " + workTree(), e);
        }
    }

    @Override
    public boolean isSparse() {
        String setting = "core.sparseCheckout";
        // What git sets for one work tree alone, and JGit does not read.
        Path own = git.getDirectory().toPath().resolve("config.worktree");
        try {
            var sparse =
                    Files.exists(own) ? settings.findIn(Files.readAllBytes(own), setting) : Optional.<String>empty();
            return sparse.or(() -> settings.find(setting))
                    .filter("true"::equalsIgnoreCase)
                    .isPresent();
        } catch (IOException e) {
            throw environment("cannot read " + own, e);
        }
    }

    @Override
    public boolean isIndexSplit() {
        Path index = git.getIndexFile().toPath();
        // The other file stays for a while when they are one again.
        try (var others = Files.newDirectoryStream(index.getParent(), "sharedindex.*")) {
            return others.iterator().hasNext() && Files.exists(index) && IndexExtensions.isForGitAlone(index);
        } catch (NoSuchFileException e) {
            return false; // There is no repository yet.
        } catch (IOException e) {
            throw environment("cannot read " + index, e);
        }
    }

    @Override
    public void removeAbandonedLocks(Instant since) {
        try {
            new AbandonedLocks(git).remove(since);
            workTree.unlockIndexIfAbandoned();
        } catch (IOException e) {
            throw environment("cannot remove the locks that a killed command left in " + git.getDirectory(), e);
        }
    }

    @Override
    public void requireIndexUnlocked() {
        try {
            workTree.requireIndexUnlocked();
        } catch (IOException e) {
            throw environment("cannot look at git's index in " + git.getDirectory(), e);
        }
    }

    @Override
    public boolean hasUnfinishedCheckOut() {
        return findUnfinished().isPresent();
    }

    @Override
    public void finishCheckOut() {
        var start = findUnfinished();
        if (start.isPresent() && head().isPresent()) {
            // Where the branch did not move any more there is no difference.
            checkOut(start.get().commit().map(id -> new CommitId(id.name())), head().get());
        }
    }

    private Optional<UnfinishedCheckOut.Start> findUnfinished() {
        try {
            return unfinished.find();
        } catch (IOException e) {
            throw environment("cannot read " + privateDirectory(), e);
        }
    }

    @Override
    public KnownFiles knownFiles() {
        return workTree.known();
    }

    @Override
    public WorkTreeStatus status(String folder) {
        try {
            return workTree.status(head().map(history::treeId), folder);
        } catch (IOException e) {
            throw environment("cannot read the work tree " + workTree(), e);
        }
    }

    @Override
    public void fillIn(SortedMap<String, Pointer> files) {
        try {
            var head = head();
            if (head.isPresent()) {
                workTree.fillIn(history.treeId(head.get()), files);
            }
        } catch (IOException e) {
            throw environment("cannot write the work tree " + workTree(), e);
        }
    }

    @Override
    public Collection<Pointer> pointers(Collection<CommitId> of, Collection<CommitId> without) {
        var pointers = new LinkedHashSet<Pointer>();
        try (var walk = new ObjectWalk(git)) {
            for (var commit : of) {
                walk.markStart(walk.parseCommit(ObjectId.fromString(commit.hex())));
            }
            for (var commit : without) {
                walk.markUninteresting(walk.parseCommit(ObjectId.fromString(commit.hex())));
            }
            while (walk.next() != null) {
                // Commits come before what they hold.
            }
            for (var object = walk.nextObject(); object != null; object = walk.nextObject()) {
                if (object.getType() == Constants.OBJ_BLOB) {
                    var blob = walk.getObjectReader().open(object);
                    if (blob.getSize() <= Pointer.MAX_BYTES) {
                        Pointer.find(blob.getCachedBytes())
                                .filter(pointer -> pointer.size() > 0)
                                .ifPresent(pointers::add);
                    }
                }
            }
        } catch (IOException e) {
            throw environment("cannot read the history of " + of, e);
        }
        return pointers;
    }

    private GitRemote remote() {
        return new GitRemote(git, credentials, maintenance.aside());
    }

    @Override
    public Optional<CommitId> fetch(String url, String ref) {
        return remote().fetch(url, ref);
    }

    @Override
    public Fetch fetchRemote(String remote) {
        var specs = new ArrayList<>(settings.list("remote." + remote + ".fetch"));
        if (specs.isEmpty()) {
            specs.add("+refs/heads/*:refs/remotes/" + remote + "/*");
        }
        specs.add("refs/tags/*:refs/tags/*");
        return remote().fetchAll(settings.fetchUrl(remote), specs);
    }

    @Override
    public RemoteRefs refsOf(String url) {
        return remote().refs(url);
    }

    @Override
    public Optional<String> push(String remote, CommitId commit, String branch, Collection<String> tags) {
        return remote().push(settings.pushUrl(remote), commit, branch, tags, tracking(remote, branch));
    }

    /** The ref in which we remember what a branch of a remote was; there is none for a remote without a name. */
    private Optional<String> tracking(String remote, String branch) {
        return settings.find("remote." + remote + ".url").map(url -> "refs/remotes/" + remote + "/" + branch);
    }

    @Override
    public boolean isBranchName(String name) {
        return org.eclipse.jgit.lib.Repository.isValidRefName(Constants.R_HEADS + name);
    }

    @Override
    public void writeBundle(CommitId commit, String branch, List<CommitId> without, Path file) {
        remote().writeBundle(commit, branch, without, file);
    }

    @Override
    public CommitId readBundle(Path file) {
        return remote().readBundle(file);
    }

    @Override
    public void close() {
        workTree.close();
        git.close();
    }
}
