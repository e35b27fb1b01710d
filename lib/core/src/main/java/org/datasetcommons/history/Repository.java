package org.datasetcommons.history;

import static org.datasetcommons.CommonsException.invalid;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Predicate;
import org.datasetcommons.signing.Signer;
import org.datasetcommons.store.FileStamp;
import org.datasetcommons.store.KnownFiles;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.store.ScratchFolder;

/**
 * An ordinary git repository with a dataset in it. Commits are made from objects and one compare-and-set of a ref; the index
 * is refreshed last and never read for the truth. No hook and no configured command is ever run.
 */
public interface Repository extends AutoCloseable {
    /** Writes a repository with the branch {@code main} and no commits, unless there is one. */
    void create();

    /** Takes away what {@link Repositories#createClone} made, unless something is there that is worth going on from. */
    void abandonClone();

    /** The top of the work tree. */
    Path workTree();

    /** {@code .git/commons}: drafts and caches of this tool, for this work tree. */
    Path privateDirectory();

    /** {@code .git/commons} of the repository that this work tree is one of; mostly the same. */
    Path sharedDirectory();

    /** For files that are not whole yet. */
    ScratchFolder scratch();

    /** The content beside git. */
    ObjectStore store();

    /** Where git-lfs has been told to keep content, if that is not where {@link #store} is. */
    Optional<Path> findStoreElsewhere();

    /** What git is told to do here. */
    Settings settings();

    /** What keeps the repository whole, and clears away what is left over. */
    Maintenance maintenance();

    /** The commit of the current branch; empty in a repository without commits. */
    Optional<CommitId> head();

    /** The current branch, as {@code refs/heads/main}; empty on a detached head. */
    Optional<String> branch();

    /** The commit that a revision names, as git reads revisions; a bare version {@code 1.2.0} means its release tag. */
    Optional<CommitId> resolve(String revision);

    Commit commit(CommitId id);

    /** Whether one of the commits that lead to this one is dated then or later, and such; the latest are asked first. */
    boolean hasSince(CommitId id, Instant when, Predicate<Commit> such);

    Tree tree(CommitId id);

    /** Commits reachable from {@code to} and not from {@code from}, newest first. */
    List<Commit> log(Optional<CommitId> from, CommitId to);

    /** The newest commits that both descend from, none of which descends from another; mostly one. */
    List<CommitId> mergeBases(CommitId a, CommitId b);

    /** A commit in the history of another that is signed over the same bytes as this one, under another name. */
    Optional<CommitId> findCopied(Commit commit, CommitId of);

    /** Whether the first is an ancestor of the second, or it. */
    boolean isAncestor(CommitId ancestor, CommitId of);

    /** All tags by name, each with the commit it leads to. */
    SortedMap<String, CommitId> tags();

    /** The annotated tag of this name, if there is one. */
    Optional<Tag> findTag(String name);

    /**
     * An annotated tag.
     *
     * @param payload the bytes its signature is over
     */
    record Tag(
            String name, CommitId commit, String message, Commit.Payload payload, Optional<Commit.Payload> signature) {}

    /**
     * What to commit: a tree changed by an edit, on these parents.
     *
     * @param on the commit whose tree is edited; empty for an empty tree
     */
    record CommitRequest(
            Optional<CommitId> on,
            TreeEdit edit,
            List<CommitId> parents,
            Person author,
            Instant when,
            String message) {}

    /** Writes the objects of a signed commit. Nothing points at it yet. */
    CommitId write(CommitRequest request, Signer signer);

    /**
     * Moves the current branch, if it still is where we think.
     *
     * @throws org.datasetcommons.CommonsException if somebody else moved it meanwhile, or git's index could not follow
     */
    void advance(Optional<CommitId> expected, CommitId to, String reason);

    /**
     * Removes the locks that a command of ours left when it was killed; whoever asks is the only one at work.
     *
     * @param since when that command began
     */
    void removeAbandonedLocks(Instant since);

    /** Whether only a part of the files is checked out ({@code git sparse-checkout}). */
    boolean isSparse();

    /** Whether most of git's index is in a file of its own ({@code git update-index --split-index}), which only git reads. */
    boolean isIndexSplit();

    /**
     * Looks whether git's index can follow the branch.
     *
     * @throws org.datasetcommons.CommonsException if another program has locked it and keeps it so
     */
    void requireIndexUnlocked();

    /** Whether a command moved the branch, and did not come to bring the work tree and git's index along. */
    boolean hasUnfinishedCheckOut();

    /** Brings the work tree along, if a command that moved the branch did not come to that. */
    void finishCheckOut();

    /**
     * Makes a signed, annotated tag.
     *
     * @throws org.datasetcommons.CommonsException if the tag exists
     */
    void tag(String name, CommitId commit, Person tagger, Instant when, String message, Signer signer);

    /**
     * Brings the work tree from one version to another: content for pointers where it is in the store, everything else as
     * in git. Files that a person has changed are left alone and returned.
     */
    default List<String> checkOut(Optional<CommitId> from, CommitId to) {
        return checkOut(from, to, Map.of());
    }

    /**
     * As {@link #checkOut(Optional, CommitId)}.
     *
     * @param inPlace how files look, by their paths, that were seen a moment ago to hold what they are to hold; they are not
     *     looked at again
     */
    List<String> checkOut(Optional<CommitId> from, CommitId to, Map<String, FileStamp> inPlace);

    /**
     * The files of the work tree at or below a folder against the current commit. What was read before and looks the same is
     * not read again.
     */
    WorkTreeStatus status(String folder);

    /**
     * Files in the work tree.
     *
     * @param added not in the current commit
     * @param modified other content than the commit's
     * @param removed in the commit, and gone
     * @param unchanged how many are as the commit has them
     */
    record WorkTreeStatus(List<String> added, List<String> modified, List<String> removed, long unchanged) {}

    /** What is known of files in the work tree from having read them before. */
    KnownFiles knownFiles();

    /** Brings the work tree up to content that has arrived since: each of these files that still is its pointer. */
    void fillIn(SortedMap<String, Pointer> files);

    /** Fetches a branch or ref of another repository, with nothing written but objects; empty if it has no such ref. */
    Optional<CommitId> fetch(String url, String ref);

    /** Fetches all branches and tags of a remote into where its settings say. A tag that is here is not changed. */
    Fetch fetchRemote(String remote);

    /** Whether a branch can have this name. */
    boolean isBranchName(String name);

    /**
     * What a fetch found.
     *
     * @param mainBranch the branch that the other repository is on, as {@code refs/heads/main}, where it says so
     * @param left refs here that differ from the remote's and were left as they are
     * @param refused refs of the remote that lead to what is never taken in, each with what that is
     */
    record Fetch(Optional<String> mainBranch, List<String> left, SortedMap<String, String> refused) {
        /**
         * Looks whether a ref of the remote came.
         *
         * @throws org.datasetcommons.CommonsException if it was refused
         */
        public void requireTaken(String ref, String remote) {
            if (refused.containsKey(ref)) {
                throw invalid(ref + " of " + remote + " cannot be taken in: " + refused.get(ref))
                        .hint("tell who keeps it; nothing was written");
            }
        }
    }

    /** What another repository has. */
    RemoteRefs refsOf(String url);

    /**
     * The refs of another repository.
     *
     * @param branches by name, each with its commit, which need not be here
     * @param tags by name, each with whether it is the very tag that is here under that name
     * @param checkedOut the branch that lies in a work tree there, where that can be seen
     */
    record RemoteRefs(
            SortedMap<String, CommitId> branches, SortedMap<String, Boolean> tags, Optional<String> checkedOut) {}

    /**
     * Pushes a commit to a branch of another repository, and tags with it; never over what is there.
     *
     * @param remote by name or address
     * @return why it took not all of them
     */
    Optional<String> push(String remote, CommitId commit, String branch, Collection<String> tags);

    /** The pointers that the histories of these commits have and those of the others do not, each once. */
    Collection<Pointer> pointers(Collection<CommitId> of, Collection<CommitId> without);

    /** The bundle bytes (git bundle format 2) of a commit's history without what these commits reach. */
    void writeBundle(CommitId commit, String branch, List<CommitId> without, Path file);

    /** Takes in a git bundle; returns the one commit it brings. */
    CommitId readBundle(Path file);

    @Override
    void close();
}
