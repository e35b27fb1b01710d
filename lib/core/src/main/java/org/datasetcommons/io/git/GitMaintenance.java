package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.datasetcommons.CommonsException;
import org.datasetcommons.Progress;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.history.Inspection;
import org.datasetcommons.history.Maintenance;
import org.datasetcommons.store.Unsynced;
import org.datasetcommons.transfer.Credentials;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.URIish;

/** Keeps a repository on this machine whole, through JGit's objects and refs. */
final class GitMaintenance implements Maintenance {
    private static final List<String> BRANCHES_AND_TAGS =
            List.of("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*");

    private final Repository git;
    private final GitSettings settings;
    private final Credentials credentials;
    private final Path sharedDirectory;
    private final Unsynced unsynced;

    /**
     * @param sharedDirectory {@code .git/commons}
     * @param unsynced is told of the files that are written
     */
    GitMaintenance(
            Repository git, GitSettings settings, Credentials credentials, Path sharedDirectory, Unsynced unsynced) {
        this.git = git;
        this.settings = settings;
        this.credentials = credentials;
        this.sharedDirectory = sharedDirectory;
        this.unsynced = unsynced;
    }

    /** Where damaged files are moved to. */
    Path aside() {
        return sharedDirectory.resolve("aside");
    }

    @Override
    public Inspection inspect(Progress progress) {
        try {
            return new GitInspection(git, aside(), progress).run();
        } catch (IOException e) {
            throw environment("cannot read " + git.getCommonDirectory(), e);
        }
    }

    private GitRepair repair() {
        return new GitRepair((FileRepository) git, aside(), sharedDirectory.resolve("tmp/repair"), unsynced);
    }

    @Override
    public boolean isPartial() {
        return GitInspection.isPartial(git);
    }

    @Override
    public boolean isShallow() {
        try {
            return !git.getObjectDatabase().getShallowCommits().isEmpty();
        } catch (IOException e) {
            throw environment("cannot read " + git.getCommonDirectory(), e);
        }
    }

    @Override
    public boolean canRead(String object) {
        try (var reader = git.newObjectReader()) {
            return GitInspection.isReadable(ObjectId.fromString(object), git, reader);
        }
    }

    @Override
    public Set<String> repair(Inspection found) {
        if (isPartial()) {
            throw precondition("this is a partial clone, which lacks objects on purpose; only git can mend it")
                    .hint("clone it anew, and bring over what is only here");
        }
        try {
            repair().setAside(found.faults());
            return names(repair().takeFromWorkTree(found.faults()));
        } catch (IOException e) {
            throw environment("cannot mend " + git.getCommonDirectory(), e);
        }
    }

    @Override
    public Brought bring(Inspection found, String remote) {
        String url = fromAnywhere(settings.fetchUrl(remote));
        var trouble = new ArrayList<CommonsException>();
        try {
            var came = repair().bring(found.faults(), other -> {
                try {
                    new GitRemote(other, credentials, aside())
                            .fetchAll(url, BRANCHES_AND_TAGS)
                            .refused()
                            .forEach((ref, reason) ->
                                    trouble.add(environment(ref + " of " + remote + " cannot be taken in: " + reason)));
                } catch (CommonsException e) {
                    trouble.add(e);
                }
            });
            return new Brought(names(came), trouble.stream().findFirst());
        } catch (IOException e) {
            throw environment("cannot mend " + git.getCommonDirectory(), e);
        }
    }

    private static Set<String> names(Set<ObjectId> ids) {
        return ids.stream().map(ObjectId::name).collect(Collectors.toSet());
    }

    /** An address as it is for a repository in another place: a path begins at this one. */
    private String fromAnywhere(String url) {
        try {
            var uri = new URIish(url);
            return uri.isRemote() || url.contains("://")
                    ? url
                    : git.getWorkTree()
                            .toPath()
                            .resolve(uri.getPath())
                            .normalize()
                            .toString();
        } catch (URISyntaxException e) {
            return url; // Whoever opens it says so.
        }
    }

    @Override
    public Set<Digest> neededContents(Progress progress) {
        try {
            return new GitInspection(git, aside(), progress).contents();
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
            // JGit's names for an object, and for a pack that it fetches; git's and ours for a pack.
            addBegun(objects, "{noz*.tmp,incoming_*}", begun);
            addBegun(objects.resolve("pack"), "{tmp_,incoming_}*", begun);
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
}
