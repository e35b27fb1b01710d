package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.precondition;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.datasetcommons.CommonsException;
import org.datasetcommons.dataset.PathPattern;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repositories;
import org.datasetcommons.store.Address;
import org.datasetcommons.transfer.ObjectPlaces;
import org.datasetcommons.transfer.RemoteUrl;
import org.datasetcommons.transfer.Transfers;
import org.datasetcommons.version.Version;

/** Brings a dataset here: history first, then content, each object checked as it arrives. Run again, it goes on. */
public final class CloneDataset {
    /**
     * What to bring.
     *
     * @param url as it was given
     * @param revision the version to check out; empty: the main branch
     * @param only the files whose content is wanted; none: all
     * @param places where else content may be
     */
    public record Request(
            String url,
            Optional<String> revision,
            Optional<Digest> trust,
            List<PathPattern> only,
            List<Address> places) {
        public Request {
            only = List.copyOf(only);
            places = List.copyOf(places);
        }

        private String shownUrl() {
            return new RemoteUrl(url).shown();
        }
    }

    /**
     * What came.
     *
     * @param refused refs of the remote that were left out, each with the reason
     */
    public record Outcome(
            Version version, TrustMemory.Anchor anchor, Delivery content, SortedMap<String, String> refused) {}

    private static final String REMOTE = "origin";

    private final Workspace workspace;
    private final Transfers transfers;

    /** @param workspace around a repository that is set up to clone into */
    public CloneDataset(Workspace workspace, Transfers transfers) {
        this.workspace = workspace;
        this.transfers = transfers;
    }

    public Outcome run(Request request) {
        try {
            return bring(request, find(request));
        } catch (CommonsException e) {
            workspace.repository().abandonClone();
            throw e;
        }
    }

    private record Found(
            String branch, Version version, TrustMemory.Anchor anchor, SortedMap<String, String> refused) {}

    private Found find(Request request) {
        var repository = workspace.repository();
        var fetch = repository.fetchRemote(REMOTE);
        String branch = fetch.mainBranch().orElseGet(() -> usualBranch(request.shownUrl()));
        fetch.requireTaken(request.revision().map(name -> "refs/heads/" + name).orElse(branch), request.shownUrl());
        var version = workspace.versions().open(repository, revision(request, branch));
        var anchor = new TrustMemory(repository.privateDirectory()).anchor(version.datasetId(), request.trust());
        if (anchor.fault().isPresent()) {
            throw precondition(anchor.fault().get())
                    .hint("if you trust it all the same, clone without --trust and compare with what others say");
        }
        return new Found(branch, version, anchor, fetch.refused());
    }

    private Outcome bring(Request request, Found found) {
        var repository = workspace.repository();
        var version = found.version();
        var commit = version.commit();
        new TrustMemory(repository.privateDirectory()).remember(version.datasetId());
        VersionContent.choosePart(repository, request.only());
        repository.settings().put("branch.main.remote", REMOTE);
        repository.settings().put("branch.main.merge", found.branch());

        var places = ObjectPlaces.of(repository, REMOTE)
                .first(request.places())
                .ofVersion(version.charter(), version.tree());
        var content = new VersionContent(version, request.only()).bring(transfers, places);
        if (!repository.head().equals(Optional.of(commit))) {
            repository.advance(repository.head(), commit, "commons clone: from " + request.shownUrl());
        }
        repository.checkOut(Optional.empty(), commit);
        if (content.absent().stream().noneMatch(Delivery.Absent::mayPass)) {
            repository.settings().putAll(Repositories.CLONING, List.of());
        }
        return new Outcome(version, found.anchor(), content, found.refused());
    }

    /** For remotes that do not say what branch they are on. */
    private String usualBranch(String url) {
        return List.of("main", "master").stream()
                .filter(name -> workspace
                        .repository()
                        .resolve("refs/remotes/origin/" + name)
                        .isPresent())
                .map(name -> "refs/heads/" + name)
                .findFirst()
                .orElseThrow(() -> precondition(url + " has no branch main").hint("name a revision with --at"));
    }

    private CommitId revision(Request request, String branch) {
        var repository = workspace.repository();
        String there = "refs/remotes/origin/";
        if (request.revision().isEmpty()) {
            return repository
                    .resolve(branch.replaceFirst("^refs/heads/", there))
                    .orElseThrow(() -> precondition(request.shownUrl() + " has no commits"));
        }
        String revision = request.revision().get();
        return repository
                .resolve(revision)
                .or(() -> repository.resolve(there + revision))
                .orElseThrow(() -> precondition("no revision '" + revision + "' in " + request.shownUrl()));
    }
}
