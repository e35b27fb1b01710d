package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.datasetcommons.ShellWord;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository.Fetch;
import org.datasetcommons.history.Repository.RemoteRefs;
import org.datasetcommons.transfer.Credentials;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.lib.RepositoryCache.FileKey;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.BundleWriter;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;

/**
 * Moves git objects between repositories. Objects that arrive are always checked (JGit's porcelain fetch switches the check
 * off, whatever the configuration says, so it is not used).
 */
final class GitRemote {
    /** The packages in which Java talks to the system. */
    private static final Pattern SYSTEM = Pattern.compile("java\\.(io|nio)\\.|sun\\.nio\\.");

    private final Repository git;
    private final PersonAtHand person;
    private final Path aside;

    /** @param aside a directory for what is in the way, and may be worth something to somebody */
    GitRemote(Repository git, Credentials credentials, Path aside) {
        this.git = git;
        this.aside = aside;
        this.person = new PersonAtHand(credentials);
    }

    Optional<CommitId> fetch(String url, String ref) {
        try (Transport transport = open(url)) {
            var commit = fetchOne(transport, ref);
            person.approve();
            return Optional.of(commit);
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).equals("Remote does not have " + ref + " available for fetch.")) {
                return Optional.empty();
            }
            throw environment("cannot fetch " + ref + " from " + shown(url), e).hint(whatToTry(url));
        }
    }

    /** No ref is made for what is looked at: it is merged at once, or not at all. */
    private CommitId fetchOne(Transport transport, String ref) throws IOException {
        new AbandonedLocks(git).clearWayForFetch(aside);
        var result = transport.fetch(NullProgressMonitor.INSTANCE, List.of(new RefSpec(ref)));
        var fetched = result.getAdvertisedRef(ref);
        if (fetched == null) {
            throw precondition("no " + ref + " in " + transport.getURI());
        }
        return new CommitId(fetched.getObjectId().name());
    }

    Fetch fetchAll(String url, Collection<String> refSpecs) {
        try {
            new AbandonedLocks(git).clearWayForFetch(aside);
            var fetch = new FetchOfRefs(() -> open(url))
                    .run(refSpecs.stream().map(RefSpec::new).toList());
            person.approve();
            return fetch;
        } catch (IOException e) {
            throw environment("cannot fetch from " + shown(url), e).hint(whatToTry(url));
        }
    }

    RemoteRefs refs(String url) {
        try (Transport transport = open(url);
                var connection = transport.openPush()) {
            var branches = new TreeMap<String, CommitId>();
            var tags = new TreeMap<String, Boolean>();
            for (var ref : connection.getRefs()) {
                String name = ref.getName();
                if (name.startsWith(Constants.R_HEADS)) {
                    branches.put(
                            name.substring(Constants.R_HEADS.length()),
                            new CommitId(ref.getObjectId().name()));
                } else if (name.startsWith(Constants.R_TAGS)) {
                    var here = git.exactRef(name);
                    boolean same = here != null && here.getObjectId().equals(ref.getObjectId());
                    tags.put(name.substring(Constants.R_TAGS.length()), same);
                }
            }
            person.approve();
            return new RemoteRefs(branches, tags, checkedOut(transport.getURI()));
        } catch (IOException e) {
            throw environment("cannot push to " + shown(url), e).hint(whatToTry(url));
        }
    }

    /** @param tracking the ref here that remembers the branch there */
    Optional<String> push(
            String url, CommitId commit, String branch, Collection<String> tags, Optional<String> tracking) {
        try (Transport transport = open(url)) {
            if (checkedOut(transport.getURI()).equals(Optional.of(branch))) {
                return Optional.of(Constants.R_HEADS + branch + " is checked out there");
            }
            var updates = new ArrayList<RemoteRefUpdate>();
            updates.add(update(ObjectId.fromString(commit.hex()), Constants.R_HEADS + branch, tracking));
            for (String tag : tags) {
                String name = Constants.R_TAGS + tag;
                updates.add(update(git.exactRef(name).getObjectId(), name, Optional.empty()));
            }
            var result = transport.push(NullProgressMonitor.INSTANCE, updates);
            person.approve();
            return result.getRemoteUpdates().stream()
                    .map(GitRemote::refusal)
                    .flatMap(Optional::stream)
                    .findFirst();
        } catch (IOException e) {
            throw environment("cannot push to " + shown(url), e).hint(whatToTry(url));
        }
    }

    /**
     * The branch in the work tree of a repository on this machine. Moving it would leave the files behind, so git refuses
     * that at the other end ({@code receive.denyCurrentBranch}); JGit does not.
     */
    private static Optional<String> checkedOut(URIish uri) throws IOException {
        File directory = uri.isRemote() ? null : FileKey.resolve(new File(uri.getPath()), FS.DETECTED);
        if (directory == null) {
            return Optional.empty();
        }
        try (var there = new RepositoryBuilder().setGitDir(directory).build()) {
            String deny = there.getConfig().getString("receive", null, "denyCurrentBranch");
            boolean allowed = deny != null && List.of("ignore", "warn", "false").contains(deny);
            return there.isBare() || allowed
                    ? Optional.empty()
                    : Optional.of(Repository.shortenRefName(there.getFullBranch()));
        }
    }

    private RemoteRefUpdate update(ObjectId id, String name, Optional<String> tracking) throws IOException {
        return new RemoteRefUpdate(git, null, id, name, false, tracking.orElse(null), null);
    }

    private static Optional<String> refusal(RemoteRefUpdate update) {
        return switch (update.getStatus()) {
            case OK, UP_TO_DATE -> Optional.empty();
            case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED ->
                Optional.of(update.getRemoteName() + " holds other work");
            default ->
                Optional.of(update.getRemoteName() + " was refused: "
                        + Optional.ofNullable(update.getMessage())
                                .orElse(update.getStatus().toString()));
        };
    }

    void writeBundle(CommitId commit, String branch, List<CommitId> without, Path file) {
        try (var walk = new RevWalk(git);
                OutputStream out = Files.newOutputStream(file)) {
            var bundle = new BundleWriter(git);
            bundle.include(Constants.R_HEADS + branch, ObjectId.fromString(commit.hex()));
            for (var known : without) {
                bundle.assume(walk.parseCommit(ObjectId.fromString(known.hex())));
            }
            bundle.writeBundle(NullProgressMonitor.INSTANCE, out);
        } catch (IOException e) {
            throw environment("cannot write " + file, e);
        }
    }

    CommitId readBundle(Path file) {
        try (Transport transport = Transport.open(git, new URIish(file.toString()))) {
            checked(transport);
            Map<String, ?> refs;
            try (var connection = transport.openFetch()) {
                refs = connection.getRefsMap();
            }
            if (refs.size() != 1) {
                throw invalid("the git bundle holds " + refs.size() + " branches, not one");
            }
            return fetchOne(transport, refs.keySet().iterator().next());
        } catch (URISyntaxException e) {
            throw invalid("not a file name git can use: " + file, e);
        } catch (org.eclipse.jgit.errors.MissingBundlePrerequisiteException e) {
            throw precondition("the bundle builds on commits that are not here", e)
                    .hint("fetch the branch it was made from first, then try again");
        } catch (IOException e) {
            throw isTroubleOfTheSystem(e)
                    ? environment("cannot take in the git bundle in " + file, e)
                    : invalid("cannot read the git bundle in " + file, e);
        }
    }

    /**
     * Whether the system refused something, and not JGit bytes that make no sense: both say so by an exception of the same
     * class, so that only who threw it tells them apart.
     */
    private static boolean isTroubleOfTheSystem(IOException trouble) {
        Throwable root = trouble;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof FileSystemException
                || root.getClass() == IOException.class
                        && root.getStackTrace().length > 0
                        && SYSTEM.matcher(root.getStackTrace()[0].getClassName())
                                .lookingAt();
    }

    private Transport open(String url) throws NotSupportedException, TransportException {
        if (url.startsWith("-") || url.startsWith("ext::") || url.chars().anyMatch(c -> c < ' ')) {
            throw invalid("not the address of a repository: " + url);
        }
        try {
            var uri = new URIish(url);
            var here = LocalTransport.find(git, uri);
            return checked(here.isPresent() ? here.get() : Transport.open(git, uri));
        } catch (URISyntaxException e) {
            throw invalid("not the address of a repository: " + url, e);
        }
    }

    private String whatToTry(String url) {
        try {
            var here = LocalTransport.directory(git, new URIish(url));
            if (here.isPresent()) {
                return "see whether that repository is damaged: `git -C "
                        + ShellWord.of(here.get().toString()) + " fsck`";
            }
        } catch (URISyntaxException e) {
            // Then it is no address.
        }
        return "is that the address of a git repository? try `git ls-remote " + ShellWord.of(shown(url)) + "`";
    }

    /** An address without the password that may be in it. */
    private static String shown(String url) {
        try {
            return new URIish(url).setPass(null).toString();
        } catch (URISyntaxException e) {
            return url;
        }
    }

    private Transport checked(Transport transport) {
        transport.setCredentialsProvider(person);
        transport.setObjectChecker(new ObjectChecker().setSafeForWindows(true).setSafeForMacOS(true));
        return transport;
    }
}
