package org.datasetcommons.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.document.Node;
import org.datasetcommons.history.Repository;
import org.datasetcommons.history.Tree;
import org.datasetcommons.io.git.GitRepositories;
import org.datasetcommons.store.Address;
import org.datasetcommons.testkit.MapTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectPlacesTest {
    @TempDir
    Path temporary;

    private Repository repository;

    @BeforeEach
    void begin() {
        repository = new GitRepositories(Map.of("GIT_CONFIG_NOSYSTEM", "1")).create(temporary.resolve("owls"));
        repository.settings().put("remote.origin.url", "https://git.example.org/owls");
    }

    @AfterEach
    void end() {
        repository.close();
    }

    private static Charter charter(String... objects) {
        return Charter.from(Node.fields()
                .put("format", 1)
                .put("name", "owls")
                .put("license", "CC0-1.0")
                .put("objects", List.of(objects))
                .build());
    }

    /** A version with just this {@code .lfsconfig}. */
    private static Tree tree(String lfsConfig) {
        var tree = new MapTree();
        return lfsConfig.isEmpty() ? tree : tree.put(".lfsconfig", lfsConfig.getBytes(StandardCharsets.UTF_8));
    }

    private static String shown(NamedPlace place) {
        return place.by() + " " + place.address();
    }

    private static List<String> shown(ObjectPlaces places) {
        return places.sources().stream().map(ObjectPlacesTest::shown).toList();
    }

    private ObjectPlaces places() {
        return ObjectPlaces.of(repository, "origin");
    }

    @Test
    void asksWhomThePersonNamedThenTheRemoteThenTheDatasetAndAProposalLast() {
        repository.settings().putAll(ObjectPlaces.SETTING, List.of("/mnt/owls", "https://cache.example.org"));

        var places = places().first(List.of(Address.parse("https://first.example.org")))
                .ofVersion(charter("https://data.example.org/owls"), tree(""))
                .hinted(List.of(Address.parse("https://ana.example.org")));

        assertEquals(
                List.of(
                        "PERSON https://first.example.org",
                        "PERSON /mnt/owls",
                        "PERSON https://cache.example.org",
                        "PERSON lfs+https://git.example.org/owls.git/info/lfs",
                        "DATASET https://data.example.org/owls",
                        "PROPOSAL https://ana.example.org"),
                shown(places));
        assertEquals(
                "PERSON lfs+https://git.example.org/owls.git/info/lfs",
                shown(places.target().orElseThrow()));
    }

    @Test
    void settingsOfThePersonComeBeforeThoseOfTheDataset() {
        String config = "[lfs]\n\turl = https://theirs.example.org/lfs\n";
        repository.settings().put("lfs.url", "https://ours.example.org/lfs/");

        assertEquals(
                List.of("PERSON lfs+https://ours.example.org/lfs"), shown(places().ofVersion(charter(), tree(config))));
    }

    @Test
    void lfsConfigIsTheDatasetsWord() {
        String config = "[lfs]\n\turl = https://theirs.example.org/lfs\n\tconcurrenttransfers = 99\n";

        var places = places().ofVersion(charter(), tree(config));

        assertEquals(List.of("DATASET lfs+https://theirs.example.org/lfs"), shown(places));
        assertEquals(
                "DATASET lfs+https://theirs.example.org/lfs",
                shown(places.target().orElseThrow()));
    }

    @Test
    void settingsForOneRemoteAreForThatOne() {
        repository.settings().put("remote.origin.lfsurl", "https://lfs.example.org/owls");
        repository.settings().put("remote.fork.url", "git@git.example.org:ben/owls.git");

        assertEquals(List.of("PERSON lfs+https://lfs.example.org/owls"), shown(places()));
        assertEquals(List.of("PERSON git@git.example.org:ben/owls.git"), shown(ObjectPlaces.of(repository, "fork")));
    }

    @Test
    void pushingMayGoElsewhere() {
        repository.settings().put("remote.origin.pushurl", "https://write.example.org/owls.git");
        assertEquals(
                "PERSON lfs+https://write.example.org/owls.git/info/lfs",
                shown(places().target().orElseThrow()));

        repository.settings().put("remote.origin.lfsurl", "https://both.example.org/lfs");
        assertEquals(
                "PERSON lfs+https://both.example.org/lfs",
                shown(places().target().orElseThrow()));

        repository.settings().put("remote.origin.lfspushurl", "https://lfs.example.org/write");
        assertEquals(
                "PERSON lfs+https://lfs.example.org/write",
                shown(places().target().orElseThrow()));
        assertEquals(List.of("PERSON lfs+https://both.example.org/lfs"), shown(places()));
    }

    @Test
    void otherSpellingsOfAddressesAreThoseOfGit() {
        repository.settings().put("url.https://mirror.example.org/.insteadOf", "https://git.example.org/");

        assertEquals(List.of("PERSON lfs+https://mirror.example.org/owls.git/info/lfs"), shown(places()));
    }

    @Test
    void remoteThatIsNoDirectoryOfThisMachineIsNoPlace() {
        repository.settings().put("remote.origin.url", "/no/such/directory");

        assertEquals(List.of(), shown(places()));
    }

    @Test
    void placeForOthersHasNoPasswordInIt() {
        repository.settings().put("remote.origin.url", "https://ana:secret@git.example.org/owls");

        assertEquals(
                Optional.of("lfs+https://git.example.org/owls.git/info/lfs"),
                places().publicTarget().map(Address::toString));

        repository.settings().put("remote.origin.url", "git@git.example.org:owls.git");
        assertEquals(
                Optional.of("lfs+https://git.example.org/owls.git/info/lfs"),
                places().publicTarget().map(Address::toString));

        repository.settings().put("remote.origin.url", temporary.toString());
        assertEquals(Optional.empty(), places().publicTarget());
    }
}
