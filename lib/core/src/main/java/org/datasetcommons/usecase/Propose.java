package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.Progress;
import org.datasetcommons.bundle.BundleArchive;
import org.datasetcommons.check.Change;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.version.Version;

/** Offers signed contributions to the maintainers: a branch on a remote, or one file with commits and content. */
public final class Propose {
    /** Where to. */
    public sealed interface Destination {
        /** A remote by name or address, and the branch to make there; the branch's default is the contribution's id. */
        record Remote(String nameOrUrl, Optional<String> branch) implements Destination {}

        /** A file. */
        record BundleFile(Path file) implements Destination {}
    }

    /**
     * What to offer.
     *
     * @param onto the revision it builds on; empty: what the remote's branch is known to be, or the newest release
     */
    public record Request(Destination destination, Optional<String> onto, boolean dryRun) {}

    /**
     * What was offered.
     *
     * @param objects content files that went along
     */
    public record Outcome(
            List<ContributionId> contributions,
            CommitId commit,
            String where,
            String branch,
            long objects,
            long bytes) {}

    private final Workspace workspace;
    private final BundleArchive archive;

    public Propose(Workspace workspace, BundleArchive archive) {
        this.workspace = workspace;
        this.archive = archive;
    }

    public Outcome run(Request request) {
        var head = workspace.headVersion();
        if (OpenDraft.find(workspace, head).filter(draft -> !draft.isEmpty()).isPresent()) {
            throw precondition("the open draft is not signed").hint("sign it first: `commons sign`");
        }
        if (request.destination() instanceof Destination.Remote remote) {
            requireRemote(remote.nameOrUrl());
        }
        var base = base(request, head);
        var change = new Change(base, Optional.of(base), head, List.of());
        var contributions = change.newContributions().stream()
                .map(signed -> signed.contribution().id())
                .toList();
        if (base.commit().equals(head.commit())) {
            throw precondition("there is nothing to propose: this branch is what "
                            + base.commit().abbreviated() + " is")
                    .hint("add and sign something first: `commons add`, then `commons sign`");
        }
        var objects = objects(change);
        String branch = contributions.isEmpty()
                ? "change-" + head.commit().abbreviated()
                : contributions.get(contributions.size() - 1).text();
        String where;
        if (request.destination() instanceof Destination.Remote remote) {
            branch = remote.branch().orElse(branch);
            if (!workspace.repository().isBranchName(branch)) {
                throw invalid("not the name of a branch: '" + branch + "'");
            }
            where = toRemote(remote, branch, head.commit(), objects, request.dryRun());
        } else {
            var file = ((Destination.BundleFile) request.destination()).file();
            where = file.toString();
            requireFree(file);
            if (!request.dryRun()) {
                toBundle(file, branch, base, head, contributions, objects);
            }
        }
        long bytes = objects.values().stream().mapToLong(Pointer::size).sum();
        return new Outcome(contributions, head.commit(), where, branch, objects.size(), bytes);
    }

    private void requireRemote(String nameOrUrl) {
        var repository = workspace.repository();
        String url = repository.remoteUrl(nameOrUrl);
        if (url.matches("[^/:]+") && !Files.exists(repository.workTree().resolve(url))) {
            throw precondition("there is no remote " + url)
                    .hint("say where it is: `git remote add " + url + " URL`")
                    .hint("or write a file that you can send: `commons propose --bundle FILE`");
        }
    }

    /** A proposal made again replaces the one before; nothing else is written over. */
    private void requireFree(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw precondition("no such folder: " + folder);
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !archive.isBundle(file)) {
            throw precondition(file + " is there already, and is not a bundle").hint("name another file");
        }
    }

    /** What the proposal builds on: the newest common ancestor of this branch and what the remote is known to have. */
    private Version base(Request request, Version head) {
        var repository = workspace.repository();
        var candidates = new ArrayList<String>(request.onto().map(List::of).orElse(List.of()));
        if (candidates.isEmpty()) {
            candidates.addAll(List.of("refs/remotes/origin/main", "refs/remotes/origin/master"));
            upstream().ifPresent(candidates::add);
        }
        for (String candidate : candidates) {
            var base = repository.resolve(candidate).flatMap(id -> repository.mergeBase(id, head.commit()));
            if (base.isPresent()) {
                return workspace.versions().open(repository, base.get());
            }
        }
        if (request.onto().isPresent()) {
            throw precondition("no revision '" + request.onto().get() + "' here");
        }
        // Without a remote, a proposal carries all commits since the newest release.
        var released = repository.log(Optional.empty(), head.commit()).stream()
                .map(Commit::id)
                .filter(repository.tags()::containsValue)
                .findFirst();
        return workspace
                .versions()
                .open(
                        repository,
                        released.orElseThrow(() -> precondition("it is not known what this proposal builds on")
                                .hint("name the revision that the maintainers have: `commons propose --onto REV`")));
    }

    /** What this branch follows, by its own name for it. */
    private Optional<String> upstream() {
        var repository = workspace.repository();
        return repository.branch().flatMap(branch -> {
            String section = "branch." + branch.replaceFirst("^refs/heads/", "");
            return repository
                    .setting(section + ".remote")
                    .flatMap(remote -> repository
                            .setting(section + ".merge")
                            .map(merge -> merge.replaceFirst("^refs/heads/", "refs/remotes/" + remote + "/")));
        });
    }

    private static SortedMap<Digest, Pointer> objects(Change change) {
        var objects = new TreeMap<Digest, Pointer>();
        change.files().forEach((path, file) -> {
            if (path.startsWith(DatasetPath.DATA) && file.after().isPresent()) {
                Pointer.find(change.head().tree().readBlob(file.after().get().blob()))
                        .ifPresent(pointer -> objects.put(pointer.oid(), pointer));
            }
        });
        return objects;
    }

    private String toRemote(
            Destination.Remote remote,
            String branch,
            CommitId commit,
            SortedMap<Digest, Pointer> objects,
            boolean dryRun) {
        String url = workspace.repository().remoteUrl(remote.nameOrUrl());
        var target = remoteStore(url, workspace.repository().workTree());
        if (target.isEmpty() && !objects.isEmpty()) {
            throw precondition("content cannot be sent to " + url + " from here: it is not a directory on this machine")
                    .hint("send a file instead: `commons propose --bundle FILE`")
                    .hint("or push with git-lfs: `git push " + remote.nameOrUrl() + " HEAD:" + branch + "`");
        }
        if (!dryRun) {
            target.ifPresent(store -> copy(objects, store));
            workspace.repository().push(url, commit, branch);
        }
        return url;
    }

    private void copy(SortedMap<Digest, Pointer> objects, ObjectStore target) {
        try (var task = workspace.progress().start("sending", objects.size(), Progress.Unit.FILES)) {
            for (var pointer : objects.values()) {
                if (!target.has(pointer.oid())) {
                    try (var content = workspace.repository().store().open(pointer.oid())) {
                        if (!target.accept(pointer, content)) {
                            throw environment("stored content " + pointer.oid() + " is damaged");
                        }
                    } catch (IOException e) {
                        throw environment("cannot send content " + pointer.oid() + " to " + target.directory(), e);
                    }
                }
                task.advance(1);
            }
        }
    }

    /**
     * The object store of a repository in a directory of this machine, as git-lfs has it; empty for any other address.
     *
     * @param from what a relative path is relative to
     */
    static Optional<ObjectStore> remoteStore(String url, Path from) {
        Path directory;
        if (url.startsWith("file:")) {
            directory = Path.of(URI.create(url).getPath());
        } else if (url.contains("://") || url.matches("[^/]+@[^/]+:.*|[A-Za-z0-9.-]{2,}:.*")) {
            return Optional.empty();
        } else {
            directory = from.resolve(url);
        }
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        Path git = Files.isDirectory(directory.resolve(".git")) ? directory.resolve(".git") : directory;
        return Optional.of(new ObjectStore(git.resolve("lfs/objects"), git.resolve("lfs/tmp")));
    }

    private void toBundle(
            Path file,
            String branch,
            Version base,
            Version head,
            List<ContributionId> contributions,
            SortedMap<Digest, Pointer> objects) {
        Path commits = null;
        try {
            Files.createDirectories(workspace.repository().privateDirectory());
            commits = Files.createTempFile(workspace.repository().privateDirectory(), "commits", ".bundle");
            workspace.repository().writeBundle(head.commit(), branch, List.of(base.commit()), commits);
            var entries = new TreeMap<String, Path>();
            entries.put("commits.bundle", commits);
            for (var pointer : objects.values()) {
                entries.put("objects/" + pointer.oid(), requireHere(pointer));
            }
            var sizes = objects.values().stream()
                    .map(p -> Node.fields()
                            .put("sha256", p.oid().hex())
                            .put("size", p.size())
                            .build())
                    .toList();
            archive.write(
                    file,
                    entries,
                    Json.pretty(Node.fields()
                            .put("format", 1)
                            .put("dataset", head.datasetId().hex())
                            .put("base", base.commit().hex())
                            .put("commit", head.commit().hex())
                            .put("branch", branch)
                            .put(
                                    "contributions",
                                    contributions.stream()
                                            .map(ContributionId::text)
                                            .toList())
                            .put("objects", Node.items(sizes))
                            .build()));
        } catch (IOException e) {
            throw environment("cannot write the bundle " + file, e);
        } finally {
            delete(commits);
        }
    }

    private Path requireHere(Pointer pointer) {
        workspace.repository().store().fault(pointer.oid()).ifPresent(fault -> {
            throw precondition("content " + pointer.oid() + ": " + fault).hint("add the file again: `commons add`");
        });
        return workspace.repository().store().path(pointer.oid());
    }

    private static void delete(Path file) {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw environment("cannot delete " + file, e);
            }
        }
    }
}
