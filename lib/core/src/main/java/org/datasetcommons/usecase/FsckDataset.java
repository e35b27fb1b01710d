package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.datasetcommons.Progress;
import org.datasetcommons.Workers;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.history.Inspection;
import org.datasetcommons.store.Address;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.transfer.ObjectPlaces;
import org.datasetcommons.transfer.Transfers;

/**
 * Reads every byte that a repository keeps: git's objects, which hold the log and all statements, and content. No cache is
 * asked. A repair puts right bytes in the place of damaged ones, which are set aside and never deleted.
 */
public final class FsckDataset {
    /**
     * What to do.
     *
     * @param repair whether to look for right bytes
     * @param remote from where; empty: the one that the branch follows
     * @param places to ask before that
     */
    public record Request(boolean repair, Optional<String> remote, List<Address> places) {
        public Request {
            places = List.copyOf(places);
        }
    }

    /**
     * Something that is damaged.
     *
     * @param place the file below {@code .git} that it is in, or a ref
     * @param path what it is to a person: a file of the dataset
     * @param needed whether something of the dataset needs it
     * @param mendable whether right bytes can take its place; what was written so from the first can only be written anew
     * @param cure from where the right bytes came; empty: it is as damaged as it was
     */
    public record Damage(
            String place,
            Optional<String> path,
            String problem,
            boolean needed,
            boolean mendable,
            Optional<String> cure) {
        boolean isLeft() {
            return cure.isEmpty();
        }

        /** The file that is staged, whose object is not here and was not found. */
        public Optional<String> lostStaged() {
            return path.filter(file -> isLeft() && place.equals(Inspection.Fault.STAGED));
        }
    }

    /**
     * What was found.
     *
     * @param objects of git's that were read
     * @param unread indexes that only git can read
     * @param isComplete whether all could be followed that leads to what is needed
     * @param contents stored content that was read
     * @param bytes of that content
     * @param absent how many content files of this version are not here, which is no damage
     * @param aside where damaged bytes were moved to, if any were
     * @param trouble why nothing of git's could be fetched from the remote
     */
    public record Outcome(
            List<Damage> damages,
            long objects,
            List<String> unread,
            boolean isComplete,
            long contents,
            long bytes,
            long absent,
            Optional<Path> aside,
            Optional<String> trouble) {
        public Outcome {
            damages = List.copyOf(damages);
            unread = List.copyOf(unread);
        }

        /** Whether nothing is damaged, or not any more. */
        public boolean isSound() {
            return damages.stream().noneMatch(Damage::isLeft);
        }
    }

    private static final String WORK_TREE = "the work tree";
    private static final String SALVAGED = "made anew from what can be read";
    private static final String ELSEWHERE = "another place";
    private static final String UNNEEDED = "nothing needs it";

    private final Workspace workspace;
    private final Transfers transfers;
    private final AtomicLong contents = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();

    public FsckDataset(Workspace workspace, Transfers transfers) {
        this.workspace = workspace;
        this.transfers = transfers;
    }

    public Outcome run(Request request) {
        return request.repair() ? workspace.alone("commons fsck", () -> check(request)) : check(request);
    }

    private Outcome check(Request request) {
        var inspection = workspace.repository().maintenance().inspect(workspace.progress());
        var damages = new ArrayList<Damage>();
        var troubles = new ArrayList<String>();
        if (request.repair()) {
            inspection = mend(inspection, remote(request), damages, troubles);
        } else {
            inspection.faults().forEach(fault -> damages.add(damage(fault, Optional.empty())));
        }
        inspection.malformed().forEach(fault -> damages.add(damage(fault, false, Optional.empty())));
        var named = new HashMap<Digest, Named>();
        inspection.contents().forEach((pointer, path) -> named.put(pointer.oid(), new Named(pointer, path)));
        workspace
                .draft()
                .find()
                .ifPresent(draft -> draft.files()
                        .forEach((path, pointer) -> named.putIfAbsent(pointer.oid(), new Named(pointer, path.text()))));
        var damaged = damagedContent();
        var lost = lostContent(named);
        var all = Stream.concat(damaged.stream(), lost.stream()).toList();
        var cures = request.repair() ? cure(all, named, inspection.isComplete(), request) : Map.<Digest, String>of();
        for (var oid : all) {
            var file = Optional.ofNullable(named.get(oid));
            damages.add(new Damage(
                    place(oid),
                    file.map(Named::path),
                    lost.contains(oid) ? "it was damaged and set aside, and is not here" : "digest differs",
                    file.isPresent(),
                    true,
                    Optional.ofNullable(cures.get(oid))));
        }
        return new Outcome(
                damages,
                inspection.objects(),
                inspection.unread(),
                inspection.isComplete(),
                contents.get(),
                bytes.get(),
                absent(inspection),
                request.repair() && !damages.isEmpty() && Files.exists(aside())
                        ? Optional.of(aside())
                        : Optional.empty(),
                troubles.stream().findFirst());
    }

    private static Damage damage(Inspection.Fault fault, Optional<String> cure) {
        return damage(fault, true, cure);
    }

    private static Damage damage(Inspection.Fault fault, boolean mendable, Optional<String> cure) {
        String problem =
                fault.problem() + fault.object().map(id -> ", object " + id).orElse("");
        return new Damage(fault.place(), fault.path(), problem, fault.needed(), mendable, cure);
    }

    /** Where something is mended, more may come to light: what a tree leads to is only seen when the tree is there. */
    private Inspection mend(Inspection first, Optional<String> remote, List<Damage> damages, List<String> troubles) {
        var maintenance = workspace.repository().maintenance();
        var found = new LinkedHashMap<String, Inspection.Fault>();
        var cures = new HashMap<String, String>();
        var inspection = first;
        while (note(inspection, found)) {
            maintenance.repair(inspection).forEach(id -> cures.put(id, WORK_TREE));
            inspection = maintenance.inspect(workspace.progress());
            if (remote.isPresent() && troubles.isEmpty() && !inspection.faults().isEmpty()) {
                note(inspection, found);
                var brought = maintenance.bring(inspection, remote.get());
                brought.trouble().ifPresent(trouble -> troubles.add(trouble.getMessage()));
                brought.objects().forEach(id -> cures.put(id, ELSEWHERE));
                inspection = maintenance.inspect(workspace.progress());
            }
        }
        var left = inspection.faults().stream().map(FsckDataset::subject).collect(Collectors.toSet());
        boolean allKnown = inspection.isComplete();
        found.forEach((subject, fault) -> damages.add(damage(
                fault, left.contains(subject) || isLost(fault) ? Optional.empty() : cure(fault, cures, allKnown))));
        return inspection;
    }

    /** What only a reflog remembers is not missed by an inspection once it has been moved away. */
    private boolean isLost(Inspection.Fault fault) {
        return fault.needed()
                && fault.object().isPresent()
                && !workspace.repository().maintenance().canRead(fault.object().get());
    }

    /** @return whether anything is new */
    private static boolean note(Inspection inspection, Map<String, Inspection.Fault> found) {
        int before = found.size();
        inspection.faults().forEach(fault -> found.putIfAbsent(subject(fault), fault));
        return found.size() > before;
    }

    private static String subject(Inspection.Fault fault) {
        return fault.object().orElse(fault.place());
    }

    /** @param allKnown whether all that is needed could be followed, so that what was not met is needed by nothing */
    private static Optional<String> cure(Inspection.Fault fault, Map<String, String> cures, boolean allKnown) {
        boolean isOfPack = fault.place().matches(".*\\.(pack|idx)");
        if (fault.object().isEmpty()) {
            return Optional.of(isOfPack ? SALVAGED : "git makes it again when it needs it");
        }
        var came = Optional.ofNullable(cures.get(fault.object().get()));
        if (came.isPresent() || fault.needed()) {
            return came.or(() -> Optional.of(isOfPack ? SALVAGED : "another copy of it here"));
        }
        return allKnown ? Optional.of(UNNEEDED) : Optional.empty();
    }

    private record Named(Pointer pointer, String path) {}

    private Path aside() {
        return workspace.repository().sharedDirectory().resolve("aside");
    }

    private String place(Digest oid) {
        Path top = workspace.repository().sharedDirectory().getParent();
        return top.relativize(workspace.repository().store().path(oid)).toString();
    }

    private List<Digest> damagedContent() {
        var store = workspace.repository().store();
        var damaged = Collections.synchronizedList(new ArrayList<Digest>());
        try {
            var folders = store.folders();
            try (var task = workspace.progress().start("reading content", folders.size(), Progress.Unit.STEPS)) {
                Workers.forEach(folders.size(), i -> {
                    for (var oid : objectsIn(folders.get(i))) {
                        contents.incrementAndGet();
                        bytes.addAndGet(store.findSize(oid).orElse(0));
                        if (store.has(oid) && store.fault(oid).isPresent()) {
                            damaged.add(oid);
                        }
                    }
                    task.advance(1);
                });
            }
        } catch (IOException e) {
            throw environment("cannot read " + store.directory(), e);
        }
        return damaged.stream().sorted().toList();
    }

    /** What an earlier repair set aside, what is needed, and what has not come since. */
    private List<Digest> lostContent(Map<Digest, Named> named) {
        try (var files = Files.list(aside())) {
            return files.flatMap(file -> Digest.find(file.getFileName().toString()).stream())
                    .filter(oid -> named.containsKey(oid)
                            && !workspace.repository().store().has(oid))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw environment("cannot read " + aside(), e);
        }
    }

    private List<Digest> objectsIn(Path folder) {
        try {
            return workspace.repository().store().objectsIn(folder);
        } catch (IOException e) {
            throw environment("cannot read " + folder, e);
        }
    }

    /** Content of this version that nobody has brought here, as after a clone of a part. */
    private long absent(Inspection inspection) {
        var repository = workspace.repository();
        if (repository.head().isEmpty()
                || repository.maintenance().isPartial()
                || inspection.faults().stream().anyMatch(Inspection.Fault::needed)) {
            return 0;
        }
        return new VersionContent(workspace.headVersion(), List.of())
                .pointers().stream()
                        .filter(pointer -> !repository.store().has(pointer.oid()))
                        .count();
    }

    // --- repair ------------------------------------------------------------------------------------------------------

    /** The damaged bytes go aside first: they may be the last there are, and a person may read more in them than we. */
    private Map<Digest, String> cure(
            List<Digest> damaged, Map<Digest, Named> named, boolean allKnown, Request request) {
        var cures = new LinkedHashMap<Digest, String>();
        var open = new LinkedHashMap<Digest, Pointer>();
        for (var oid : damaged) {
            if (workspace.repository().store().has(oid)) {
                setAside(oid);
            }
            var file = Optional.ofNullable(named.get(oid));
            if (file.isEmpty()) {
                if (allKnown) {
                    cures.put(oid, UNNEEDED);
                }
            } else if (takeFromWorkTree(file.get())) {
                cures.put(oid, WORK_TREE);
            } else {
                open.put(oid, file.get().pointer());
            }
        }
        if (!open.isEmpty()) {
            transfers.fetch(open.values(), places(request));
            for (var oid : open.keySet()) {
                if (workspace.repository().store().has(oid)) {
                    cures.put(oid, ELSEWHERE);
                }
            }
        }
        workspace.repository().store().sync();
        return cures;
    }

    /** Where git's objects are to be had: what the person names, else the remote that the branch follows, else origin. */
    private Optional<String> remote(Request request) {
        var repository = workspace.repository();
        return request.remote()
                .or(() -> repository
                        .branch()
                        .flatMap(branch -> repository
                                .settings()
                                .find("branch." + branch.replaceFirst("^refs/heads/", "") + ".remote"))
                        .filter(name -> !name.equals(".")))
                .or(() -> repository.settings().find("remote.origin.url").map(url -> "origin"));
    }

    private ObjectPlaces places(Request request) {
        var repository = workspace.repository();
        String remote = remote(request).orElse("origin");
        var places = ObjectPlaces.of(repository, remote).first(request.places());
        return repository
                .head()
                .map(head -> workspace.headVersion())
                .map(version -> places.ofVersion(version.charter(), version.tree()))
                .orElse(places);
    }

    private void setAside(Digest oid) {
        try {
            workspace.repository().store().setAside(oid, aside());
        } catch (IOException e) {
            throw environment("cannot move damaged content to " + aside(), e);
        }
    }

    private boolean takeFromWorkTree(Named named) {
        Path file = workspace.repository().workTree().resolve(named.path());
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    || Files.size(file) != named.pointer().size()) {
                return false;
            }
            try (InputStream in = Files.newInputStream(file)) {
                return workspace.repository().store().accept(named.pointer(), in);
            }
        } catch (IOException e) {
            throw environment("cannot read " + file, e);
        }
    }
}
