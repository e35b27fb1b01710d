package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.CommonsException;
import org.datasetcommons.ShellWord;
import org.datasetcommons.bundle.BundleArchive;
import org.datasetcommons.check.Change;
import org.datasetcommons.check.Report;
import org.datasetcommons.check.Rules;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository.CommitRequest;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.signing.SigningKeys;
import org.datasetcommons.store.Address;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.transfer.ObjectPlaces;
import org.datasetcommons.transfer.ObjectsTrailer;
import org.datasetcommons.transfer.RemoteUrl;
import org.datasetcommons.transfer.Transfers;
import org.datasetcommons.version.Version;

/** Offers signed contributions to the maintainers: a branch on a remote, or one file with commits and content. */
public final class Propose {
    /** Where to. */
    public sealed interface Destination {
        /**
         * A remote by name or address.
         *
         * @param branch to make there; empty: named after the contribution
         * @param objects where the content is already, for everybody to fetch; none: it is sent to the remote
         */
        record Remote(String nameOrUrl, Optional<String> branch, List<Address> objects) implements Destination {
            public Remote {
                objects = List.copyOf(objects);
            }
        }

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
     * @param objects content files that it brings
     * @param places that the proposal says they can be fetched from
     * @param report how the rules of what it is for find it; offered it is all the same, since maintainers decide
     */
    public record Outcome(
            List<ContributionId> contributions,
            CommitId commit,
            String where,
            String branch,
            long objects,
            long bytes,
            List<Address> places,
            Report report) {}

    private final Workspace workspace;
    private final BundleArchive archive;
    private final Transfers transfers;
    private final SigningKeys keys;

    public Propose(Workspace workspace, BundleArchive archive, Transfers transfers, SigningKeys keys) {
        this.workspace = workspace;
        this.archive = archive;
        this.transfers = transfers;
        this.keys = keys;
    }

    public Outcome run(Request request) {
        var head = workspace.headVersion();
        if (OpenDraft.find(workspace, head).filter(draft -> !draft.isEmpty()).isPresent()) {
            throw precondition("the open draft is not signed").hint("sign it first: `commons sign`");
        }
        if (request.destination() instanceof Destination.Remote remote) {
            requireRemote(remote.nameOrUrl());
        }
        // As it will be judged when it arrives, as far as it is known here what is there by then.
        var change = new CheckChange(workspace).change(onto(request, head), head);
        var base = change.base().orElseThrow();
        var contributions = change.newContributions().stream()
                .map(signed -> signed.contribution().id())
                .toList();
        if (base.commit().equals(head.commit())) {
            throw nothing(change);
        }
        var objects = objects(change);
        var report = new Rules(workspace.verifier()).check(change);
        String branch = contributions.isEmpty()
                ? "change-" + head.commit().abbreviated()
                : contributions.get(contributions.size() - 1).text();
        long bytes = objects.values().stream().mapToLong(Pointer::size).sum();
        if (request.destination() instanceof Destination.Remote remote) {
            branch = remote.branch().orElse(branch);
            if (!workspace.repository().isBranchName(branch)) {
                throw invalid("not the name of a branch: '" + branch + "'");
            }
            var offer = offer(remote, change, branch, objects, request.dryRun());
            String url = new RemoteUrl(workspace.repository().settings().pushUrl(remote.nameOrUrl())).shown();
            return new Outcome(
                    contributions, offer.commit(), url, branch, objects.size(), bytes, offer.places(), report);
        }
        var file = ((Destination.BundleFile) request.destination()).file();
        requireFree(file);
        if (!request.dryRun()) {
            toBundle(file, branch, base, head, contributions, objects);
        }
        return new Outcome(
                contributions, head.commit(), file.toString(), branch, objects.size(), bytes, List.of(), report);
    }

    private static CommonsException nothing(Change change) {
        var nothing = precondition("there is nothing to propose: this branch is what "
                + change.head().commit().abbreviated() + " is");
        var takenOut = Rules.takenOutSince(change.judge(), change.head().tree(), giver -> true)
                .findings();
        return takenOut.isEmpty()
                ? nothing.hint("add and sign something first: `commons add`, then `commons sign`")
                : nothing.hint(
                        takenOut.get(0).subject().name() + " " + takenOut.get(0).message());
    }

    private void requireRemote(String nameOrUrl) {
        var repository = workspace.repository();
        String url = repository.settings().fetchUrl(nameOrUrl);
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

    /** What the proposal is for: what the remote is known to have. */
    private Version onto(Request request, Version head) {
        var repository = workspace.repository();
        var candidates = new ArrayList<String>(request.onto().map(List::of).orElse(List.of()));
        if (candidates.isEmpty()) {
            candidates.addAll(List.of("refs/remotes/origin/main", "refs/remotes/origin/master"));
            upstream().ifPresent(candidates::add);
        }
        for (String candidate : candidates) {
            var onto = repository
                    .resolve(candidate)
                    .filter(id -> !repository.mergeBases(id, head.commit()).isEmpty());
            if (onto.isPresent()) {
                String branch = candidate.replaceFirst("^refs/remotes/", "");
                new CheckChange(workspace).parted(onto.get(), head.commit(), branch); // Or else it says what to merge.
                return workspace.versions().open(repository, onto.get());
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
                    .settings()
                    .find(section + ".remote")
                    .flatMap(remote -> repository
                            .settings()
                            .find(section + ".merge")
                            .map(merge -> merge.replaceFirst("^refs/heads/", "refs/remotes/" + remote + "/")));
        });
    }

    private static SortedMap<Digest, Pointer> objects(Change change) {
        var objects = new TreeMap<Digest, Pointer>();
        change.forEachFile((path, file) -> {
            if (path.startsWith(DatasetPath.DATA) && file.after().isPresent()) {
                change.head()
                        .pointer(file.after().get())
                        .filter(pointer -> pointer.size() > 0)
                        .ifPresent(pointer -> objects.put(pointer.oid(), pointer));
            }
        });
        return objects;
    }

    /** A commit that is offered, and the places that it or those before it name. */
    private record Offer(CommitId commit, List<Address> places) {}

    private Offer offer(
            Destination.Remote remote,
            Change change,
            String branch,
            SortedMap<Digest, Pointer> objects,
            boolean dryRun) {
        var repository = workspace.repository();
        var head = change.head();
        var places = ObjectPlaces.of(repository, remote.nameOrUrl()).ofVersion(head.charter(), head.tree());
        remote.objects().forEach(place -> requireThere(place, objects));
        var hints = new LinkedHashSet<>(remote.objects());
        if (!objects.isEmpty() && hints.isEmpty() && !isMaintainers(remote.nameOrUrl())) {
            places.publicTarget().ifPresent(hints::add);
        }
        var named = ObjectsTrailer.places(change.commits());
        boolean allNamed = named.containsAll(hints);
        hints.addAll(named);
        if (dryRun) {
            return new Offer(head.commit(), List.copyOf(hints));
        }
        if (remote.objects().isEmpty() && !objects.isEmpty()) {
            send(objects, places, remote.nameOrUrl(), branch);
        }
        var commit = allNamed ? head.commit() : workspace.alone("commons propose", () -> nameThem(head, hints));
        repository.push(remote.nameOrUrl(), commit, branch, List.of()).ifPresent(refusal -> {
            throw precondition(new RemoteUrl(remote.nameOrUrl()).shown() + ": " + refusal)
                    .hint("propose under another name with --branch")
                    .hint("if you may not push there, push to a fork: `commons propose --to FORK`")
                    .hint("or send a file instead: `commons propose --bundle FILE`");
        });
        return new Offer(commit, List.copyOf(hints));
    }

    private void send(SortedMap<Digest, Pointer> objects, ObjectPlaces places, String remote, String branch) {
        try {
            transfers.send(objects.values(), places, "refs/heads/" + branch);
        } catch (CommonsException e) {
            throw e.hint("if you may not write there, send to a fork of yours: `commons propose --to FORK`")
                    .hint("or say where everybody can fetch the content: `commons propose --to "
                            + ShellWord.of(new RemoteUrl(remote).shown()) + " --objects https://…`")
                    .hint("or send a file instead: `commons propose --bundle FILE`");
        }
    }

    private void requireThere(Address place, SortedMap<Digest, Pointer> objects) {
        var missing = transfers.missingAt(place, objects.values());
        if (!missing.isEmpty()) {
            throw precondition(place + " lacks " + missing.size() + " of the " + objects.size()
                            + " content files of this proposal: "
                            + missing.get(0).pointer().oid() + ": "
                            + missing.get(0).reason())
                    .hint("put them there first; below .git/lfs they lie as they must lie there, in objects/aa/bb/");
        }
    }

    /** Whether a remote is the one that the dataset came from: who merges fetches from there in any case. */
    private boolean isMaintainers(String remote) {
        var repository = workspace.repository();
        return repository
                .settings()
                .fetchUrl(remote)
                .equals(repository.settings().fetchUrl("origin"));
    }

    /** One more commit on the branch, which changes no file and says where the content is. */
    private CommitId nameThem(Version head, Collection<Address> places) {
        var repository = workspace.repository();
        var identity = Identity.find(repository, head, keys, Optional.empty(), workspace.now());
        var message = new StringBuilder("Say where the content of this proposal is\n\n");
        places.forEach(place -> message.append(ObjectsTrailer.line(place)));
        message.append("Signed-off-by: ").append(identity.person()).append('\n');
        var commit = repository.write(
                new CommitRequest(
                        Optional.of(head.commit()),
                        new TreeEdit(),
                        List.of(head.commit()),
                        identity.person(),
                        workspace.now(),
                        message.toString()),
                identity.signer());
        repository.advance(Optional.of(head.commit()), commit, "commons propose: places of objects");
        return commit;
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
