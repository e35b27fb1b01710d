package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.Progress;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.version.Version;

/** Brings a dataset here: history first, then content, each object checked as it arrives. */
public final class CloneDataset {
    /**
     * What to bring.
     *
     * @param url as it was given; a relative path is relative to {@code from}
     * @param revision the version to check out; empty: the main branch
     */
    public record Request(String url, java.nio.file.Path from, Optional<String> revision, Optional<Digest> trust) {}

    /**
     * What came.
     *
     * @param objects how many content files arrived
     * @param missing how many the place they should come from did not have
     */
    public record Outcome(Version version, TrustMemory.Anchor anchor, long objects, long missing) {}

    private final Workspace workspace;

    /** @param workspace around the new repository, with all branches and tags fetched */
    public CloneDataset(Workspace workspace) {
        this.workspace = workspace;
    }

    public Outcome run(Request request) {
        var repository = workspace.repository();
        var commit = revision(request);
        var version = workspace.versions().open(repository, commit);
        var memory = new TrustMemory(repository.privateDirectory());
        var anchor = memory.anchor(version.datasetId(), request.trust());
        if (anchor.fault().isPresent()) {
            throw precondition(anchor.fault().get())
                    .hint("if you trust it all the same, clone without --trust and compare with what others say");
        }
        memory.remember(version.datasetId());
        long[] counts = fetchContent(request, version);
        repository.advance(Optional.empty(), commit, "commons clone: from " + request.url());
        repository.putSetting("branch.main.remote", "origin");
        repository.putSetting("branch.main.merge", "refs/heads/main");
        repository.checkOut(Optional.empty(), commit);
        return new Outcome(version, anchor, counts[0], counts[1]);
    }

    private CommitId revision(Request request) {
        var repository = workspace.repository();
        if (request.revision().isPresent()) {
            return repository
                    .resolve(request.revision().get())
                    .or(() -> repository.resolve(
                            "refs/remotes/origin/" + request.revision().get()))
                    .orElseThrow(() ->
                            precondition("no revision '" + request.revision().get() + "' in " + request.url()));
        }
        for (String branch : List.of("main", "master")) {
            var tip = repository.resolve("refs/remotes/origin/" + branch);
            if (tip.isPresent()) {
                return tip.get();
            }
        }
        throw precondition(request.url() + " has no branch main").hint("name a revision with --at");
    }

    private long[] fetchContent(Request request, Version version) {
        var store = Propose.remoteStore(request.url(), request.from());
        long arrived = 0;
        long missing = 0;
        var entries = version.tree().list("data");
        try (var task = workspace.progress().start("fetching", entries.size(), Progress.Unit.FILES)) {
            for (var entry : entries) {
                var pointer = Pointer.find(version.tree().readBlob(entry.blob()));
                if (pointer.isPresent() && !version.store().has(pointer.get().oid())) {
                    if (store.isPresent() && store.get().has(pointer.get().oid())) {
                        fetch(store.get(), version, pointer.get());
                        arrived++;
                    } else {
                        missing++;
                    }
                }
                task.advance(1);
            }
        }
        return new long[] {arrived, missing};
    }

    private static void fetch(org.datasetcommons.store.ObjectStore from, Version version, Pointer pointer) {
        try (var content = from.open(pointer.oid())) {
            if (!version.store().accept(pointer, content)) {
                throw environment("content " + pointer.oid() + " in " + from.directory() + " is damaged");
            }
        } catch (IOException e) {
            throw environment(
                    "cannot fetch content " + pointer.oid() + " from " + from.directory() + ": " + e.getMessage(), e);
        }
    }
}
