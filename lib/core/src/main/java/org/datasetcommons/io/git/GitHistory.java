package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository.Tag;
import org.datasetcommons.history.Tree;
import org.datasetcommons.signing.SshSig;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.errors.RevisionSyntaxException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/** Commits, how they descend from each other, and the names that lead to them; only read. */
final class GitHistory {
    private static final Pattern RELEASE = Pattern.compile("\\d+\\.\\d+\\.\\d+(-[0-9A-Za-z.-]+)?([~^].*)?");

    private final Repository git;

    GitHistory(Repository git) {
        this.git = git;
    }

    Optional<CommitId> head() {
        try {
            return Optional.ofNullable(git.resolve(Constants.HEAD)).map(id -> new CommitId(id.name()));
        } catch (IOException e) {
            throw environment("cannot read HEAD of " + git.getDirectory(), e);
        }
    }

    Optional<String> branch() {
        try {
            return Optional.ofNullable(git.getFullBranch()).filter(name -> name.startsWith(Constants.R_HEADS));
        } catch (IOException e) {
            throw environment("cannot read HEAD of " + git.getDirectory(), e);
        }
    }

    Optional<CommitId> resolve(String revision) {
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

    Commit commit(CommitId id) {
        try (var walk = new RevWalk(git)) {
            return CommitReader.commit(walk, ObjectId.fromString(id.hex()));
        }
    }

    boolean hasSince(CommitId id, Instant when, Predicate<Commit> such) {
        var since = new ArrayList<Dated>();
        try (var walk = new RevWalk(git)) {
            walk.markStart(walk.parseCommit(ObjectId.fromString(id.hex())));
            for (RevCommit commit : walk) {
                // Not JGit's own seconds of a commit, which end in 2038.
                CommitReader.findDate(commit)
                        .filter(date -> !date.isBefore(when))
                        .ifPresent(date -> since.add(new Dated(commit.getId(), date)));
                commit.disposeBody();
            }
        } catch (IOException e) {
            throw environment("cannot read the history of " + id, e);
        }
        since.sort(Comparator.comparing(Dated::date).reversed());
        return since.stream()
                .anyMatch(dated ->
                        CommitReader.find(git, dated.commit()).filter(such).isPresent());
    }

    private record Dated(ObjectId commit, Instant date) {}

    Tree tree(CommitId id) {
        return new GitTree(git, treeId(id));
    }

    ObjectId treeId(CommitId id) {
        try (var walk = new RevWalk(git)) {
            return walk.parseCommit(ObjectId.fromString(id.hex())).getTree().getId();
        } catch (IOException e) {
            throw environment("cannot read commit " + id, e);
        }
    }

    List<Commit> log(Optional<CommitId> from, CommitId to) {
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

    List<CommitId> mergeBases(CommitId a, CommitId b) {
        var bases = new ArrayList<CommitId>();
        try (var walk = new RevWalk(git)) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(ObjectId.fromString(a.hex())));
            walk.markStart(walk.parseCommit(ObjectId.fromString(b.hex())));
            for (RevCommit base : walk) {
                bases.add(new CommitId(base.name()));
            }
        } catch (IOException e) {
            throw environment("cannot compare the histories of " + a + " and " + b, e);
        }
        // JGit goes by dates, and where they are wrong it can name one that another descends from.
        return bases.stream()
                .filter(base -> bases.stream().noneMatch(other -> !other.equals(base) && isAncestor(base, other)))
                .toList();
    }

    /** The bytes name the parents, so that it is looked for among their children alone; and the tree, which is at hand. */
    Optional<CommitId> findCopied(Commit commit, CommitId of) {
        try (var walk = new RevWalk(git);
                var reading = new RevWalk(git)) {
            walk.markStart(walk.parseCommit(ObjectId.fromString(of.hex())));
            for (var parent : commit.parents()) {
                walk.markUninteresting(walk.parseCommit(ObjectId.fromString(parent.hex())));
            }
            var tree = treeId(commit.id());
            for (RevCommit other : walk) {
                if (other.getTree().getId().equals(tree)
                        && !other.name().equals(commit.id().hex())
                        && isCopied(commit, CommitReader.commit(reading, other), of)) {
                    return Optional.of(new CommitId(other.name()));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw environment("cannot read the history of " + of, e);
        }
    }

    /**
     * Of two commits one is the copy, and that is not the one which git made, just because somebody had a copy of it merged,
     * undone, beforehand.
     */
    private boolean isCopied(Commit commit, Commit known, CommitId of) throws IOException {
        return known.payload().equals(commit.payload()) && (!isUsual(commit) || isUsual(known) || hadEffect(known, of));
    }

    /** Whether a signature is armored as git has it from OpenSSH. Who signs with another program may end the lines elsewhere. */
    private static boolean isUsual(Commit commit) {
        try {
            return commit.signature()
                    .filter(text -> Commit.Payload.of(SshSig.parse(text.bytes()).armored())
                            .equals(text))
                    .isPresent();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether the branch itself, from first parent to first parent, ever had something of what a commit made. */
    private boolean hadEffect(Commit commit, CommitId of) throws IOException {
        var made = new TreeMap<String, Optional<Tree.Entry>>();
        if (commit.parents().isEmpty()) {
            return true;
        }
        tree(commit.id())
                .forEachDifference(
                        tree(commit.parents().get(0)), (path, difference) -> made.put(path, difference.after()));
        try (var walk = new RevWalk(git)) {
            walk.setFirstParent(true);
            walk.markStart(walk.parseCommit(ObjectId.fromString(of.hex())));
            for (var parent : commit.parents()) {
                walk.markUninteresting(walk.parseCommit(ObjectId.fromString(parent.hex())));
            }
            for (RevCommit later : walk) {
                var tree = new GitTree(git, later.getTree().getId());
                if (made.entrySet().stream()
                        .anyMatch(entry -> tree.find(entry.getKey()).equals(entry.getValue()))) {
                    return true;
                }
            }
        }
        return false;
    }

    boolean isAncestor(CommitId ancestor, CommitId of) {
        try (var walk = new RevWalk(git)) {
            return walk.isMergedInto(
                    walk.parseCommit(ObjectId.fromString(ancestor.hex())),
                    walk.parseCommit(ObjectId.fromString(of.hex())));
        } catch (IOException e) {
            throw environment("cannot compare the histories of " + ancestor + " and " + of, e);
        }
    }

    SortedMap<String, CommitId> tags() {
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

    Optional<Tag> findTag(String name) {
        try {
            return CommitReader.tag(git, name);
        } catch (IOException e) {
            throw environment("cannot read tag " + name, e);
        }
    }
}
