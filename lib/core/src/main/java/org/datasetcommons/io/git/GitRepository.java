package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
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
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.datasetcommons.Progress;
import org.datasetcommons.ShellWord;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Inspection;
import org.datasetcommons.history.Person;
import org.datasetcommons.history.Repository;
import org.datasetcommons.history.Tree;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.Signer;
import org.datasetcommons.store.KnownFiles;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.store.ScratchFolder;
import org.datasetcommons.store.Unsynced;
import org.datasetcommons.transfer.Credentials;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.GpgSignature;
import org.eclipse.jgit.lib.ObjectBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.TagBuilder;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.transport.RemoteConfig;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FileUtils;

/** A git repository on this machine, through JGit's objects and refs; its porcelain is not used, since that runs hooks. */
final class GitRepository implements Repository {
    private static final Pattern RELEASE = Pattern.compile("\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?([~^].*)?");

    private final org.eclipse.jgit.lib.Repository git;
    private final Credentials credentials;
    private final ObjectStore store;
    private final Unsynced unsynced;
    private final ScratchFolder scratch;
    private final WorkTree workTree;
    private final UnfinishedCheckOut unfinished;

    GitRepository(org.eclipse.jgit.lib.Repository git, Credentials credentials) {
        this.git = git;
        this.credentials = credentials;
        this.store = new ObjectStore(
                git.getCommonDirectory().toPath().resolve("lfs/objects"),
                sharedDirectory().resolve("tmp"));
        this.scratch = new ScratchFolder(privateDirectory().resolve("tmp"));
        this.unsynced = new Unsynced(git.getCommonDirectory().toPath());
        this.workTree = new WorkTree(git, store, privateDirectory(), scratch);
        this.unfinished = new UnfinishedCheckOut(privateDirectory());
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

    /** {@code remote.origin.url} in its three parts; the one in the middle may be missing, and may have dots in it. */
    private record SettingName(String section, String subsection, String key) {
        static SettingName of(String name) {
            int first = name.indexOf('.');
            int last = name.lastIndexOf('.');
            return new SettingName(
                    name.substring(0, first),
                    first == last ? null : name.substring(first + 1, last),
                    name.substring(last + 1));
        }

        Optional<String> in(Config config) {
            return Optional.ofNullable(config.getString(section, subsection, key));
        }
    }

    @Override
    public Optional<String> setting(String name) {
        return SettingName.of(name).in(git.getConfig());
    }

    @Override
    public List<String> settings(String name) {
        var parts = SettingName.of(name);
        return List.of(git.getConfig().getStringList(parts.section(), parts.subsection(), parts.key()));
    }

    @Override
    public Optional<String> settingIn(byte[] file, String name) {
        var config = new Config();
        try {
            config.fromText(new String(file, StandardCharsets.UTF_8));
        } catch (ConfigInvalidException e) {
            throw invalid("a file that should be written like git's configuration is not: " + e.getMessage(), e);
        }
        return SettingName.of(name).in(config);
    }

    @Override
    public void putSetting(String name, String value) {
        putSettings(name, List.of(value));
    }

    @Override
    public void putSettings(String name, List<String> values) {
        var parts = SettingName.of(name);
        var config = git.getConfig();
        config.setStringList(parts.section(), parts.subsection(), parts.key(), values);
        if (config.getNames(parts.section(), parts.subsection()).isEmpty()) {
            config.unsetSection(parts.section(), parts.subsection());
        }
        try {
            config.save();
        } catch (IOException e) {
            throw environment("cannot write " + git.getDirectory().toPath().resolve("config"), e);
        }
    }

    @Override
    public Optional<CommitId> head() {
        try {
            return Optional.ofNullable(git.resolve(Constants.HEAD)).map(id -> new CommitId(id.name()));
        } catch (IOException e) {
            throw environment("cannot read HEAD of " + git.getDirectory(), e);
        }
    }

    @Override
    public Optional<String> branch() {
        try {
            return Optional.ofNullable(git.getFullBranch()).filter(name -> name.startsWith(Constants.R_HEADS));
        } catch (IOException e) {
            throw environment("cannot read HEAD of " + git.getDirectory(), e);
        }
    }

    @Override
    public Optional<CommitId> resolve(String revision) {
        // A bare version is a release, even where a branch has that name; 1.0.0~1 is the commit before it.
        if (RELEASE.matcher(revision).matches()) {
            var release = resolveInGit(Constants.R_TAGS + "v" + revision);
            if (release.isPresent()) {
                return release;
            }
        }
        return resolveInGit(revision).or(() -> resolveInGit("refs/remotes/" + revision));
    }

    private Optional<CommitId> resolveInGit(String revision) {
        // Git's short word for HEAD, which JGit does not know alone.
        String spelled = revision.replaceFirst("^@(?=$|[~^])", Constants.HEAD);
        try {
            return Optional.ofNullable(git.resolve(spelled + "^{commit}")).map(id -> new CommitId(id.name()));
        } catch (AmbiguousObjectException e) {
            throw precondition("revision '" + revision + "' is ambiguous", e).hint("give more digits");
        } catch (RevisionSyntaxException | IncorrectObjectTypeException | MissingObjectException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw environment("cannot resolve '" + revision + "'", e);
        }
    }

    @Override
    public Commit commit(CommitId id) {
        try (var walk = new RevWalk(git)) {
            return CommitReader.commit(walk, ObjectId.fromString(id.hex()));
        }
    }

    @Override
    public Tree tree(CommitId id) {
        return new GitTree(git, treeId(id));
    }

    private ObjectId treeId(CommitId id) {
        try (var walk = new RevWalk(git)) {
            return walk.parseCommit(ObjectId.fromString(id.hex())).getTree().getId();
        } catch (IOException e) {
            throw environment("cannot read commit " + id, e);
        }
    }

    @Override
    public List<Commit> log(Optional<CommitId> from, CommitId to) {
        try (var walk = new RevWalk(git)) {
            walk.sort(RevSort.TOPO);
            walk.markStart(walk.parseCommit(ObjectId.fromString(to.hex())));
            if (from.isPresent()) {
                walk.markUninteresting(
                        walk.parseCommit(ObjectId.fromString(from.get().hex())));
            }
            var ids = new ArrayList<ObjectId>();
            for (RevCommit commit : walk) {
                ids.add(commit.getId());
            }
            try (var reading = new RevWalk(git)) {
                return ids.stream().map(id -> CommitReader.commit(reading, id)).toList();
            }
        } catch (IOException e) {
            throw environment("cannot read the history of " + to, e);
        }
    }

    @Override
    public Optional<CommitId> mergeBase(CommitId a, CommitId b) {
        try (var walk = new RevWalk(git)) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(ObjectId.fromString(a.hex())));
            walk.markStart(walk.parseCommit(ObjectId.fromString(b.hex())));
            return Optional.ofNullable(walk.next()).map(base -> new CommitId(base.name()));
        } catch (IOException e) {
            throw environment("cannot compare the histories of " + a + " and " + b, e);
        }
    }

    @Override
    public boolean isAncestor(CommitId ancestor, CommitId of) {
        try (var walk = new RevWalk(git)) {
            return walk.isMergedInto(
                    walk.parseCommit(ObjectId.fromString(ancestor.hex())),
                    walk.parseCommit(ObjectId.fromString(of.hex())));
        } catch (IOException e) {
            throw environment("cannot compare the histories of " + ancestor + " and " + of, e);
        }
    }

    @Override
    public SortedMap<String, CommitId> tags() {
        var tags = new TreeMap<String, CommitId>();
        try (var walk = new RevWalk(git)) {
            for (var ref : git.getRefDatabase().getRefsByPrefix(Constants.R_TAGS)) {
                if (walk.peel(walk.parseAny(ref.getObjectId())) instanceof RevCommit commit) {
                    tags.put(ref.getName().substring(Constants.R_TAGS.length()), new CommitId(commit.name()));
                }
            }
        } catch (IOException e) {
            throw environment("cannot read the tags of " + git.getDirectory(), e);
        }
        return tags;
    }

    @Override
    public Optional<Tag> findTag(String name) {
        try {
            return CommitReader.tag(git, name);
        } catch (IOException e) {
            throw environment("cannot read tag " + name, e);
        }
    }

    @Override
    public CommitId write(CommitRequest request, Signer signer) {
        try (var reader = git.newObjectReader();
                ObjectInserter inserter = inserter()) {
            var tree = new TreeWriter(reader, inserter).apply(request.on().map(this::treeId), request.edit());
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
            if (!expected.map(this::treeId).equals(Optional.of(treeId(to)))) {
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
    public List<String> checkOut(Optional<CommitId> from, CommitId to) {
        try {
            var left = workTree.checkOut(from.map(this::treeId), treeId(to));
            unfinished.end();
            return left;
        } catch (IOException e) {
            throw environment("cannot write the work tree " + workTree(), e);
        }
    }

    @Override
    public Inspection inspect(Progress progress) {
        try {
            return new GitInspection(git, progress).run();
        } catch (IOException e) {
            throw environment("cannot read " + git.getCommonDirectory(), e);
        }
    }

    @Override
    public Set<Digest> neededContents(Progress progress) {
        try {
            return new GitInspection(git, progress).contents();
        } catch (IOException e) {
            throw environment("cannot read " + git.getCommonDirectory(), e);
        }
    }

    @Override
    public List<Path> privateDirectories() {
        try {
            return Tips.allWorkTrees(git).stream()
                    .map(folder -> folder.resolve("commons"))
                    .toList();
        } catch (IOException e) {
            throw environment("cannot read " + git.getCommonDirectory(), e);
        }
    }

    @Override
    public List<Path> begunObjects() {
        Path objects = git.getCommonDirectory().toPath().resolve("objects");
        var begun = new ArrayList<Path>();
        try {
            addBegun(objects, "noz*.tmp", begun); // JGit's name for an object.
            addBegun(objects.resolve("pack"), "{tmp_,incoming_}*", begun); // Git's and our name for a pack, and JGit's.
            return begun;
        } catch (IOException e) {
            throw environment("cannot read " + objects, e);
        }
    }

    private static void addBegun(Path folder, String names, List<Path> begun) throws IOException {
        try (var files = Files.newDirectoryStream(folder, names)) {
            files.forEach(begun::add);
        } catch (NoSuchFileException e) {
            // There are no objects, or no packs.
        }
    }

    @Override
    public List<Path> locks() {
        try {
            return new AbandonedLocks(git).all();
        } catch (IOException e) {
            throw environment("cannot read " + git.getDirectory(), e);
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
            return workTree.status(head().map(this::treeId), folder);
        } catch (IOException e) {
            throw environment("cannot read the work tree " + workTree(), e);
        }
    }

    @Override
    public void fillIn(SortedMap<String, Pointer> files) {
        try {
            var head = head();
            if (head.isPresent()) {
                workTree.fillIn(treeId(head.get()), files);
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

    private Path aside() {
        return sharedDirectory().resolve("aside");
    }

    private GitRemote remote() {
        return new GitRemote(git, credentials, aside());
    }

    @Override
    public Optional<CommitId> fetch(String url, String ref) {
        return remote().fetch(url, ref);
    }

    @Override
    public Fetch fetchRemote(String remote) {
        var specs = new ArrayList<>(settings("remote." + remote + ".fetch"));
        if (specs.isEmpty()) {
            specs.add("+refs/heads/*:refs/remotes/" + remote + "/*");
        }
        specs.add("refs/tags/*:refs/tags/*");
        return remote().fetchAll(remoteUrl(remote), specs);
    }

    @Override
    public RemoteRefs refsOf(String url) {
        return remote().refs(url);
    }

    @Override
    public Optional<String> push(String remote, CommitId commit, String branch, Collection<String> tags) {
        return remote().push(pushUrl(remote), commit, branch, tags, tracking(remote, branch));
    }

    /** The ref in which we remember what a branch of a remote was; there is none for a remote without a name. */
    private Optional<String> tracking(String remote, String branch) {
        return setting("remote." + remote + ".url").map(url -> "refs/remotes/" + remote + "/" + branch);
    }

    @Override
    public boolean isBranchName(String name) {
        return org.eclipse.jgit.lib.Repository.isValidRefName(Constants.R_HEADS + name);
    }

    @Override
    public String remoteUrl(String nameOrUrl) {
        return remoteConfig(nameOrUrl)
                .flatMap(remote -> remote.getURIs().stream().findFirst())
                .map(URIish::toPrivateString)
                .orElse(nameOrUrl);
    }

    @Override
    public String pushUrl(String nameOrUrl) {
        return remoteConfig(nameOrUrl)
                .flatMap(remote -> remote.getPushURIs().stream().findFirst())
                .map(URIish::toPrivateString)
                .orElseGet(() -> remoteUrl(nameOrUrl));
    }

    /** What git is set to know of a remote, other spellings of addresses ({@code insteadOf}) included. */
    private Optional<RemoteConfig> remoteConfig(String name) {
        if (setting("remote." + name + ".url").isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RemoteConfig(git.getConfig(), name));
        } catch (URISyntaxException e) {
            throw invalid("the address of remote " + name + " is none: " + e.getMessage(), e)
                    .hint("see `git remote -v`, and set it with `git remote set-url " + name + " URL`");
        }
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
