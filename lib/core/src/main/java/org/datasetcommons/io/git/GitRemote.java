package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.datasetcommons.history.CommitId;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.BundleWriter;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;

/**
 * Moves git objects between repositories. Objects that arrive are always checked (JGit's porcelain fetch switches the check
 * off, whatever the configuration says, so it is not used).
 */
final class GitRemote {
    private final Repository git;

    GitRemote(Repository git) {
        this.git = git;
    }

    CommitId fetch(String url, String ref) {
        try (Transport transport = open(url)) {
            return fetchOne(transport, ref);
        } catch (TransportException | NotSupportedException e) {
            throw environment("cannot fetch " + ref + " from " + url, e);
        } catch (IOException e) {
            throw environment("cannot fetch " + ref + " from " + url, e);
        }
    }

    /** No ref is made for what is looked at: it is merged at once, or not at all. */
    private static CommitId fetchOne(Transport transport, String ref) throws IOException {
        var result = transport.fetch(NullProgressMonitor.INSTANCE, List.of(new RefSpec(ref)));
        var fetched = result.getAdvertisedRef(ref);
        if (fetched == null) {
            throw precondition("no " + ref + " in " + transport.getURI());
        }
        return new CommitId(fetched.getObjectId().name());
    }

    void fetchAll(String url, Collection<String> refSpecs) {
        try (Transport transport = open(url)) {
            transport.fetch(
                    NullProgressMonitor.INSTANCE,
                    refSpecs.stream().map(RefSpec::new).toList());
        } catch (IOException e) {
            throw environment("cannot fetch from " + url, e)
                    .hint("is that the address of a git repository? try `git ls-remote " + url + "`");
        }
    }

    void push(String url, CommitId commit, String branch) {
        try (Transport transport = open(url)) {
            var update = new RemoteRefUpdate(
                    git,
                    (String) null,
                    ObjectId.fromString(commit.hex()),
                    Constants.R_HEADS + branch,
                    false,
                    null,
                    null);
            var result = transport.push(NullProgressMonitor.INSTANCE, List.of(update));
            var status = result.getRemoteUpdate(Constants.R_HEADS + branch).getStatus();
            switch (status) {
                case OK, UP_TO_DATE -> {}
                case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED ->
                    throw precondition("branch " + branch + " of " + url + " holds other work")
                            .hint("propose under another name with --branch");
                default -> throw environment(url + " refused branch " + branch + ": " + status);
            }
        } catch (IOException e) {
            throw environment("cannot push to " + url, e);
        }
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
            throw invalid("cannot read the git bundle in " + file, e);
        }
    }

    private Transport open(String url) throws NotSupportedException, TransportException {
        if (url.startsWith("-") || url.startsWith("ext::") || url.chars().anyMatch(c -> c < ' ')) {
            throw invalid("not the address of a repository: " + url);
        }
        try {
            return checked(Transport.open(git, new URIish(url)));
        } catch (URISyntaxException e) {
            throw invalid("not the address of a repository: " + url, e);
        }
    }

    private static Transport checked(Transport transport) {
        transport.setObjectChecker(new ObjectChecker().setSafeForWindows(true).setSafeForMacOS(true));
        return transport;
    }
}
