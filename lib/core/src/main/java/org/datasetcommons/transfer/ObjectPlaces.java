package org.datasetcommons.transfer;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.history.Repository;
import org.datasetcommons.history.Tree;
import org.datasetcommons.store.Address;

/**
 * Where the objects of a dataset are, and who said so: the person by words and settings, the remote, the dataset by its
 * charter and {@code .lfsconfig}, and at last a proposal. Asked in this order.
 */
public final class ObjectPlaces {
    /** The setting of git's, on as many lines as there are places, that names further places of objects. */
    public static final String SETTING = "commons.objects";

    private static final String LFS_CONFIG = ".lfsconfig";

    private final Repository repository;
    private final RemoteUrl fetchUrl;
    private final RemoteUrl pushUrl;
    private final String remote;
    private final List<Address> byPerson;
    private final Optional<Charter> charter;
    private final Optional<byte[]> lfsConfig;
    private final List<Address> hints;

    private ObjectPlaces(
            Repository repository,
            String remote,
            List<Address> byPerson,
            Optional<Charter> charter,
            Optional<byte[]> lfsConfig,
            List<Address> hints) {
        this.repository = repository;
        this.remote = remote;
        this.fetchUrl = new RemoteUrl(repository.settings().fetchUrl(remote));
        this.pushUrl = new RemoteUrl(repository.settings().pushUrl(remote));
        this.byPerson = List.copyOf(byPerson);
        this.charter = charter;
        this.lfsConfig = lfsConfig;
        this.hints = List.copyOf(hints);
    }

    /**
     * The places that a person's settings name, and a remote.
     *
     * @param remote by name or address
     */
    public static ObjectPlaces of(Repository repository, String remote) {
        return new ObjectPlaces(repository, remote, List.of(), Optional.empty(), Optional.empty(), List.of());
    }

    /** Asks these before all others; the person named them just now. */
    public ObjectPlaces first(List<Address> places) {
        return new ObjectPlaces(repository, remote, places, charter, lfsConfig, hints);
    }

    /** Asks also those that a version of the dataset names: one that the person chose, never one that is only offered. */
    public ObjectPlaces ofVersion(Charter itsCharter, Tree tree) {
        return new ObjectPlaces(repository, remote, byPerson, Optional.of(itsCharter), tree.read(LFS_CONFIG), hints);
    }

    /** Asks at last those that a proposal names. */
    public ObjectPlaces hinted(List<Address> places) {
        return new ObjectPlaces(repository, remote, byPerson, charter, lfsConfig, places);
    }

    /** The places to fetch from, in order. */
    List<NamedPlace> sources() {
        var places = new ArrayList<NamedPlace>();
        byPerson.forEach(address -> places.add(new NamedPlace(address, NamedBy.PERSON)));
        repository
                .settings()
                .list(SETTING)
                .forEach(
                        text -> places.add(new NamedPlace(Address.parse(text, repository.workTree()), NamedBy.PERSON)));
        ofRemote(fetchUrl, List.of("lfs.url"), List.of("lfsurl")).ifPresent(places::add);
        charter.ifPresent(rules ->
                rules.objects().forEach(address -> places.add(new NamedPlace(address, NamedBy.DATASET))));
        hints.forEach(address -> places.add(new NamedPlace(address, NamedBy.PROPOSAL)));
        return places;
    }

    /** The place to send to: the remote's. */
    Optional<NamedPlace> target() {
        return ofRemote(pushUrl, List.of("lfs.pushurl", "lfs.url"), List.of("lfspushurl", "lfsurl"));
    }

    /** The place to send to, if others can fetch from there by its address. */
    public Optional<Address> publicTarget() {
        return target().map(NamedPlace::address).flatMap(address -> {
            if (address instanceof Address.Ssh) {
                return pushUrl.lfsServer();
            }
            return address instanceof Address.Server server
                    ? Optional.of(new Address.Server(WebClient.withoutUserInfo(server.endpoint())))
                    : Optional.empty();
        });
    }

    /** As git-lfs decides: general settings before those of the remote, ours before the dataset's, else by convention. */
    private Optional<NamedPlace> ofRemote(RemoteUrl url, List<String> general, List<String> ofRemote) {
        var names = new ArrayList<>(general);
        ofRemote.forEach(name -> names.add("remote." + remote + "." + name));
        for (String name : names) {
            var ours = repository.settings().find(name);
            if (ours.isPresent()) {
                return Optional.of(new NamedPlace(server(ours.get()), NamedBy.PERSON));
            }
            var theirs = lfsConfig.flatMap(file -> repository.settings().findIn(file, name));
            if (theirs.isPresent()) {
                return Optional.of(new NamedPlace(server(theirs.get()), NamedBy.DATASET));
            }
        }
        return url.objects(repository.workTree())
                .filter(address -> !(address instanceof Address.Local local) || Files.isDirectory(local.path()))
                .map(address -> new NamedPlace(address, NamedBy.PERSON, url.plainFiles()));
    }

    private Address server(String text) {
        return text.matches("https?://.*")
                ? Address.parse(Address.LFS + text)
                : new RemoteUrl(text).objects(repository.workTree()).orElseGet(() -> Address.parse(text));
    }

    /** The host of the remote, if it is on one. */
    Optional<String> host() {
        return fetchUrl.host();
    }
}
