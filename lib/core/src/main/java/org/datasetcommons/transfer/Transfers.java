package org.datasetcommons.transfer;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CancellationException;
import org.datasetcommons.CommonsException;
import org.datasetcommons.Progress;
import org.datasetcommons.Workers;
import org.datasetcommons.bundle.BundleArchive;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Documents;
import org.datasetcommons.history.Repository;
import org.datasetcommons.store.Address;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.transfer.Fetched.Missing;
import org.datasetcommons.transfer.Fetched.Share;
import org.datasetcommons.transfer.Fetched.Tried;

/** Moves content between the store of a repository and the places where its objects are. */
public final class Transfers {
    /** How many objects move at once, as git-lfs has it. */
    private static final String LANES = "lfs.concurrenttransfers";

    private static final int USUAL_LANES = 8;
    private static final int MOST_LANES = 64;

    private final Repository repository;
    private final Documents documents;
    private final Web web;
    private final WebClient client;
    private final RemoteShell shell;
    private final BundleArchive archive;
    private final InstantSource clock;
    private final Progress progress;

    public Transfers(
            Repository repository,
            Documents documents,
            Web web,
            Credentials credentials,
            RemoteShell shell,
            BundleArchive archive,
            InstantSource clock,
            Pause pause,
            Progress progress) {
        this.repository = repository;
        this.documents = documents;
        this.web = web;
        this.client = new WebClient(web, credentials, clock, pause);
        this.shell = shell;
        this.archive = archive;
        this.clock = clock;
        this.progress = progress;
    }

    // --- fetching ----------------------------------------------------------------------------------------------------

    /** Brings those of these objects that are not here, each from the first of the places that gives it. */
    public Fetched fetch(Collection<Pointer> wanted, ObjectPlaces places) {
        var open = new LinkedHashMap<Digest, Missing>();
        long total = 0;
        var pointers = List.copyOf(wanted);
        var isHere = Workers.map(pointers, pointer -> repository.store().has(pointer.oid()));
        for (int i = 0; i < pointers.size(); i++) {
            var pointer = pointers.get(i);
            if (!isHere.get(i) && open.putIfAbsent(pointer.oid(), new Missing(pointer, List.of())) == null) {
                total += pointer.size();
            }
        }
        if (open.isEmpty()) {
            return new Fetched(List.of(), List.of());
        }
        var shares = new ArrayList<Share>();
        try (var task = progress.start("fetching", total, Progress.Unit.BYTES);
                var lanes = new Lanes(lanes())) {
            for (var place : places.sources()) {
                if (open.isEmpty()) {
                    break;
                }
                fetchFrom(source(place, places), open, lanes, task).ifPresent(shares::add);
            }
            repository.store().sync();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        return new Fetched(shares, List.copyOf(open.values()));
    }

    private Optional<Share> fetchFrom(
            ObjectSource source, LinkedHashMap<Digest, Missing> open, Lanes lanes, Progress.Task task)
            throws InterruptedException {
        var wanted = open.values().stream().map(Missing::pointer).toList();
        var outcome = lanes.run(wanted, batch -> source.offers(batch, repository.store()), task);
        outcome.moved().forEach(pointer -> open.remove(pointer.oid()));
        open.replaceAll((oid, missing) ->
                missing.and(new Tried(source.name(), outcome.fault(oid).orElse(Fault.ABSENT))));
        long bytes = outcome.moved().stream().mapToLong(Pointer::size).sum();
        return outcome.moved().isEmpty()
                ? Optional.empty()
                : Optional.of(new Share(source.name(), outcome.moved().size(), bytes));
    }

    /** Those of these objects that cannot be had from a place by somebody unknown to it. Nothing is moved. */
    public List<Missing> missingAt(Address address, Collection<Pointer> expected) {
        var permit = new Permit(false, true);
        PublicPlace place;
        if (address instanceof Address.Site site) {
            place = new StaticSite(site.base(), permit, client);
        } else if (address instanceof Address.Server server) {
            place = server(server, permit, Optional.empty());
        } else {
            throw precondition(address + " is a place that others cannot fetch from")
                    .hint("name one that they can, as https://data.example.org/owls");
        }
        try (var lanes = new Lanes(lanes())) {
            var outcome = lanes.run(expected, place::looks, Progress.Task.UNSEEN);
            var there = new HashSet<>(outcome.moved());
            return expected.stream()
                    .filter(pointer -> !there.contains(pointer))
                    .map(pointer -> new Missing(pointer, List.of())
                            .and(new Tried(
                                    place.name(), outcome.fault(pointer.oid()).orElse(Fault.ABSENT))))
                    .toList();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    // --- sending -----------------------------------------------------------------------------------------------------

    /**
     * Sends those of these objects to the remote's place that it lacks.
     *
     * @param ref the full name of the branch that they are for
     * @throws CommonsException if not all of them are there afterwards
     */
    public Sent send(Collection<Pointer> offered, ObjectPlaces places, String ref) {
        var place = places.target()
                .orElseThrow(() -> precondition("it is not known where the objects of this remote go")
                        .hint("say so: `git config lfs.url https://git.example.org/owls.git/info/lfs`"));
        var target = target(place, places, Optional.of(ref));
        long total = offered.stream().mapToLong(Pointer::size).sum();
        try (var task = progress.start("sending", total, Progress.Unit.BYTES);
                var lanes = new Lanes(lanes())) {
            var outcome = lanes.run(offered, batch -> gaps(target, batch), task);
            if (!outcome.faults().isEmpty()) {
                throw refused(target.name(), outcome.faults());
            }
            target.sync();
            long bytes = outcome.moved().stream().mapToLong(Pointer::size).sum();
            return new Sent(
                    target.name(), outcome.moved().size(), bytes, outcome.left().size());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** What the target lacks, which must then be here. */
    private Map<Digest, Move> gaps(ObjectTarget target, List<Pointer> batch) throws IOException, InterruptedException {
        var gaps = target.gaps(batch, repository.store());
        gaps.replaceAll((oid, move) -> repository.store().has(oid) ? move : meter -> Optional.of(Fault.nowhere(oid)));
        return gaps;
    }

    private static CommonsException refused(String place, SortedMap<Digest, Fault> faults) {
        var first = faults.get(faults.firstKey());
        String others = faults.size() == 1 ? "" : "; " + faults.size() + " content files did not get there";
        var refused = environment(place + " " + first.words() + others);
        return first.mayPass()
                ? refused.hint("run the command again: it goes on where it stopped")
                : refused.hint("whoever gave it sends it with `commons propose`; then run the command again")
                        .hint(
                                "if it is somewhere else: `commons pull --from PLACE`, or of older versions `git lfs fetch --all`");
    }

    // --- places ------------------------------------------------------------------------------------------------------

    private ObjectSource source(NamedPlace place, ObjectPlaces among) {
        var objection = place.objection(among.host());
        if (objection.isPresent()) {
            return new RefusedPlace(place.address().toString(), objection.get());
        }
        if (place.address() instanceof Address.Local local) {
            return Files.isRegularFile(local.path())
                    ? new BundleFile(local.path(), archive)
                    : new StoreDirectory(local.path());
        }
        if (place.address() instanceof Address.Site site) {
            return new StaticSite(site.base(), place.permit(among.host(), web), client);
        }
        var server = server(place, among, Optional.empty());
        return place.instead()
                .<ObjectSource>map(base -> new EitherWay(server, new StaticSite(base, new Permit(true, true), client)))
                .orElse(server);
    }

    private ObjectTarget target(NamedPlace place, ObjectPlaces among, Optional<String> ref) {
        var objection = place.objection(among.host());
        if (objection.isPresent()) {
            return new RefusedPlace(place.address().toString(), objection.get());
        }
        if (place.address() instanceof Address.Local local) {
            if (Files.isDirectory(local.path())) {
                return new StoreDirectory(local.path());
            }
            throw precondition("there is no directory " + local.path());
        }
        if (place.address() instanceof Address.Site site) {
            return new RefusedPlace(site.toString(), "a static location takes nothing");
        }
        return server(place, among, ref);
    }

    private LfsServer server(NamedPlace place, ObjectPlaces among, Optional<String> ref) {
        if (place.address() instanceof Address.Ssh ssh) {
            var gate = new SshGate(new RemoteUrl(ssh.remote()), shell, documents, clock);
            return new LfsServer(ssh.remote(), gate, new Permit(true, true), ref, client, documents);
        }
        return server((Address.Server) place.address(), place.permit(among.host(), web), ref);
    }

    private LfsServer server(Address.Server server, Permit permit, Optional<String> ref) {
        var entrance = new LfsServer.Entrance(server.endpoint(), Map.of());
        String name = WebClient.withoutUserInfo(server.endpoint()).toString();
        return new LfsServer(name, operation -> entrance, permit, ref, client, documents);
    }

    private int lanes() {
        return repository
                .settings()
                .find(LANES)
                .filter(text -> text.matches("[1-9][0-9]?"))
                .map(text -> Math.min(Integer.parseInt(text), MOST_LANES))
                .orElse(USUAL_LANES);
    }

    private static CancellationException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        var cancelled = new CancellationException("interrupted");
        cancelled.initCause(e);
        return cancelled;
    }
}
