package org.datasetcommons.transfer;

import static org.datasetcommons.transfer.HostTwin.bytes;
import static org.datasetcommons.transfer.HostTwin.cutOff;
import static org.datasetcommons.transfer.HostTwin.status;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.datasetcommons.CommonsException;
import org.datasetcommons.Progress;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Node;
import org.datasetcommons.history.Repository;
import org.datasetcommons.io.archive.TarBundles;
import org.datasetcommons.io.git.GitRepositories;
import org.datasetcommons.io.http.JdkWeb;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.store.Address;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moves objects over HTTP and between directories, to and from places that behave and places that do not. */
class TransfersTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final byte[] LARGE = random(3 << 20, 1);
    private static final byte[] SMALL = random(1000, 2);
    private static final String CONTENT = "/owls.git/lfs-content/";
    private static final String BATCH = "/owls.git/info/lfs/objects/batch";

    @TempDir
    Path temporary;

    private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong shown = new AtomicLong();
    private HostTwin host;
    private Repository repository;
    private Credentials credentials = Credentials.NONE;

    @BeforeEach
    void begin() throws IOException {
        host = new HostTwin(Files.createDirectories(temporary.resolve("host"))).repository("owls.git");
        repository = new GitRepositories(
                        Map.of("HOME", temporary.resolve("home").toString(), "GIT_CONFIG_NOSYSTEM", "1"))
                .create(temporary.resolve("here"));
        repository.settings().put("remote.origin.url", host.url() + "/owls.git");
    }

    @AfterEach
    void end() {
        repository.close();
        host.close();
    }

    static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static Pointer pointer(byte[] content) {
        return new Pointer(Digest.of(content), content.length);
    }

    private Transfers transfers() {
        return transfers(new JdkWeb(Duration.ofSeconds(20)));
    }

    private Transfers transfers(Web web) {
        return new Transfers(
                repository,
                new StrictDocuments(),
                web,
                credentials,
                (remote, command) -> {
                    throw new IOException("no SSH in this test");
                },
                new TarBundles(),
                () -> NOW,
                pauses::add,
                this::meter);
    }

    private Progress.Task meter(String label, long total, Progress.Unit unit) {
        assertEquals(Progress.Unit.BYTES, unit);
        return new Progress.Task() {
            @Override
            public void advance(long units) {
                shown.addAndGet(units);
            }

            @Override
            public void close() {}
        };
    }

    private Fetched fetch(byte[]... wanted) {
        return fetch(ObjectPlaces.of(repository, "origin"), wanted);
    }

    private Fetched fetch(ObjectPlaces places, byte[]... wanted) {
        return transfers()
                .fetch(List.of(wanted).stream().map(TransfersTest::pointer).toList(), places);
    }

    private ObjectPlaces and(URI site) {
        repository.settings().put(ObjectPlaces.SETTING, site.toString());
        return ObjectPlaces.of(repository, "origin");
    }

    private void assertHere(byte[] content) {
        assertArrayEquals(content, repository.store().read(Digest.of(content)));
    }

    private void assertNothingLeft() throws IOException {
        try (var files = Files.list(repository.store().partial(Digest.of(SMALL)).getParent())) {
            assertEquals(List.of(), files.toList());
        }
    }

    // --- as it should be ---------------------------------------------------------------------------------------------

    @Test
    void fetchesFromTheServerOfTheRemote() throws IOException {
        host.store("owls.git").put(LARGE);
        host.store("owls.git").put(SMALL);

        var fetched = fetch(LARGE, SMALL);

        assertHere(LARGE);
        assertHere(SMALL);
        assertEquals(
                List.of(new Fetched.Share(host.url() + "/owls.git/info/lfs", 2, LARGE.length + SMALL.length)),
                fetched.shares());
        assertEquals(List.of(), fetched.missing());
        assertEquals(LARGE.length + SMALL.length, shown.get());
        assertNothingLeft();
    }

    @Test
    void sendsToTheServerOfTheRemoteWhatItLacksAndHasItVerified() {
        var store = host.store("owls.git");
        store.put(SMALL);
        repository.store().put(SMALL);
        repository.store().put(LARGE);

        var sent = transfers()
                .send(
                        List.of(pointer(SMALL), pointer(LARGE)),
                        ObjectPlaces.of(repository, "origin"),
                        "refs/heads/main");

        assertEquals(new Sent(host.url() + "/owls.git/info/lfs", 1, LARGE.length, 1), sent);
        assertArrayEquals(LARGE, store.read(Digest.of(LARGE)));
        assertEquals(1, host.asked("POST", "/verify$").size());
        assertEquals(1, host.asked("PUT", CONTENT).size());
    }

    @Test
    void movesManyMoreObjectsThanAreAskedForAtOnce() {
        var contents = IntStream.range(0, 250).mapToObj(i -> random(50 + i, i)).toList();
        contents.forEach(content -> host.store("owls.git").put(content));

        var fetched = fetch(contents.toArray(byte[][]::new));

        assertEquals(250, fetched.objects());
        assertEquals(3, host.asked("POST", BATCH).size());
        contents.forEach(this::assertHere);
    }

    @Test
    void fetchesNothingThatIsHere() {
        repository.store().put(SMALL);

        assertEquals(new Fetched(List.of(), List.of()), fetch(SMALL));
        assertEquals(List.of(), host.asked());
    }

    @Test
    void asksNobodyForContentWithoutBytes() {
        byte[] empty = {};

        var fetched = fetch(and(host.site("owls")), empty);

        assertEquals(0, fetched.objects());
        assertHere(empty);
        assertEquals(List.of(), host.asked());
    }

    @Test
    void takesEachObjectFromTheFirstPlaceThatHasIt() {
        var site = host.site("owls", SMALL);
        host.store("owls.git").put(LARGE);

        var fetched = fetch(and(site), SMALL, LARGE);

        assertEquals(
                List.of(
                        new Fetched.Share(site.toString(), 1, SMALL.length),
                        new Fetched.Share(host.url() + "/owls.git/info/lfs", 1, LARGE.length)),
                fetched.shares());
    }

    @Test
    void saysWhatEachPlaceAnswered() {
        var site = host.site("owls");
        host.trick("/static/.*", status(410));

        var missing = fetch(and(site), SMALL).missing();

        assertEquals(1, missing.size());
        assertEquals(
                site + " had it and gave it up; " + host.url() + "/owls.git/info/lfs does not have it",
                missing.get(0).reason());
        assertFalse(missing.get(0).mayPass());
    }

    @Test
    void speaksWithAServerThatOthersHaveWritten() throws IOException {
        try (var server = new JgitLfsHost(Files.createDirectories(temporary.resolve("jgit")))) {
            repository.settings().put("lfs.url", server.endpoint().toString());
            repository.store().put(LARGE);
            repository.store().put(SMALL);
            var sent = transfers()
                    .send(
                            List.of(pointer(SMALL), pointer(LARGE)),
                            ObjectPlaces.of(repository, "origin"),
                            "refs/heads/main");
            repository.close();
            repository = new GitRepositories(Map.of("GIT_CONFIG_NOSYSTEM", "1")).create(temporary.resolve("other"));
            repository.settings().put("lfs.url", server.endpoint().toString());

            var fetched = fetch(LARGE, SMALL, random(10, 5));

            assertEquals(new Sent(server.endpoint().toString(), 2, LARGE.length + SMALL.length, 0), sent);
            assertHere(LARGE);
            assertHere(SMALL);
            assertEquals(1, fetched.missing().size());
            assertEquals(Fault.ABSENT, fetched.missing().get(0).tried().get(0).fault());
        }
    }

    // --- directories and bundles -------------------------------------------------------------------------------------

    @Test
    void linksObjectsOfADirectoryWhereTheFileSystemCan() throws IOException {
        Path there = temporary.resolve("there.git");
        Files.createDirectories(there.resolve("objects"));
        Files.writeString(there.resolve("HEAD"), "ref: refs/heads/main\n");
        var store = new ObjectStore(there.resolve("lfs/objects"), there.resolve("lfs/tmp"));
        store.put(LARGE);
        repository.settings().put("remote.origin.url", there.toUri().toString());

        var fetched = fetch(LARGE);

        assertEquals(List.of(new Fetched.Share(there.toString(), 1, LARGE.length)), fetched.shares());
        assertEquals(LARGE.length, shown.get());
        assertTrue(Files.isSameFile(
                store.path(Digest.of(LARGE)), repository.store().path(Digest.of(LARGE))));
    }

    @Test
    void doesNotTakeDamagedObjectsOfADirectory() throws IOException {
        Path there = temporary.resolve("share");
        var store = new ObjectStore(there.resolve("objects"), there.resolve("tmp"));
        store.put(SMALL);
        Files.write(store.path(Digest.of(SMALL)), random(1000, 9));
        host.store("owls.git").put(SMALL);

        var fetched =
                fetch(ObjectPlaces.of(repository, "origin").first(List.of(Address.parse("share", temporary))), SMALL);

        assertHere(SMALL);
        assertEquals(
                List.of(host.url() + "/owls.git/info/lfs"),
                fetched.shares().stream().map(Fetched.Share::place).toList());
    }

    @Test
    void takesObjectsOutOfABundle() throws IOException {
        Path content = Files.write(temporary.resolve("content"), SMALL);
        Path file = temporary.resolve("owls.bundle");
        var entries = new java.util.TreeMap<String, Path>();
        entries.put("commits.bundle", Files.write(temporary.resolve("commits"), random(10, 3)));
        entries.put("objects/" + Digest.of(SMALL), content);
        new TarBundles().write(file, entries, new byte[] {'{', '}'});

        var fetched = fetch(
                ObjectPlaces.of(repository, "origin").first(List.of(Address.parse(file.toString(), temporary))), SMALL);

        assertHere(SMALL);
        assertEquals(List.of(new Fetched.Share(file.toString(), 1, SMALL.length)), fetched.shares());
    }

    // --- interrupted -------------------------------------------------------------------------------------------------

    @Test
    void goesOnWhereAConnectionBroke() {
        host.store("owls.git").put(LARGE);
        host.trick(CONTENT, 1, cutOff(LARGE, 2_000_000));

        fetch(LARGE);

        assertHere(LARGE);
        var asked = host.asked("GET", CONTENT);
        assertEquals(2, asked.size());
        assertTrue(asked.get(1).header("range").orElseThrow().matches("bytes=[1-9]\\d*-"));
        assertEquals(LARGE.length, shown.get());
    }

    @Test
    void goesOnWhereAnEarlierCommandStopped() throws IOException {
        host.store("owls.git").put(LARGE);
        Path partial = repository.store().partial(Digest.of(LARGE));
        Files.createDirectories(partial.getParent());
        Files.write(partial, java.util.Arrays.copyOf(LARGE, 1_234_567));

        fetch(LARGE);

        assertHere(LARGE);
        assertEquals(
                Optional.of("bytes=1234567-"), host.asked("GET", CONTENT).get(0).header("range"));
        assertNothingLeft();
    }

    @Test
    void beginsAnewWhereTheServerKnowsNoParts() throws IOException {
        host.store("owls.git").put(LARGE);
        host.withoutRanges();
        Path partial = repository.store().partial(Digest.of(LARGE));
        Files.createDirectories(partial.getParent());
        Files.write(partial, random(1000, 8));

        fetch(LARGE);

        assertHere(LARGE);
        assertEquals(1, host.asked("GET", CONTENT).size());
    }

    @Test
    void throwsAwayAWrongBeginningAndFetchesTheWhole() throws IOException {
        host.store("owls.git").put(LARGE);
        Path partial = repository.store().partial(Digest.of(LARGE));
        Files.createDirectories(partial.getParent());
        Files.write(partial, random(1000, 8));

        fetch(LARGE);

        assertHere(LARGE);
        var ranges = host.asked("GET", CONTENT).stream()
                .map(request -> request.header("range").orElse("none"))
                .toList();
        assertEquals(List.of("bytes=1000-", "none"), ranges);
    }

    @Test
    void keepsWhatArrivedWhenAServerBreaksOffForGood() throws IOException {
        host.store("owls.git").put(LARGE);
        host.trick(CONTENT, cutOff(LARGE, 2_000_000));

        var missing = fetch(LARGE).missing();

        assertTrue(missing.get(0).mayPass());
        long kept = Files.size(repository.store().partial(Digest.of(LARGE)));
        assertTrue(kept > 0 && kept < LARGE.length, "kept " + kept);
        assertFalse(repository.store().has(Digest.of(LARGE)));
    }

    @Test
    void twoAtOnceDoNotSpoilEachOther() {
        host.store("owls.git").put(LARGE);
        try (var other = Partial.open(repository.store(), pointer(LARGE))) {
            other.append(new java.io.ByteArrayInputStream(random(5000, 7)), new Meter(Progress.Task.UNSEEN));

            fetch(LARGE);

            assertHere(LARGE);
            assertEquals(5000, other.length());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    // --- misbehaviour ------------------------------------------------------------------------------------------------

    @Test
    void throwsAwayWrongBytesAndFetchesElsewhere() throws IOException {
        var site = host.site("owls", SMALL);
        host.trick("/static/", bytes(random(SMALL.length, 9)));
        host.store("owls.git").put(SMALL);

        var fetched = fetch(and(site), SMALL);

        assertHere(SMALL);
        assertEquals(host.url() + "/owls.git/info/lfs", fetched.shares().get(0).place());
        assertNothingLeft();
    }

    @Test
    void doesNotReadAPageThatComesInsteadOfTheObject() {
        host.store("owls.git").put(SMALL);
        host.trick(CONTENT, bytes("<html>please log in</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        var missing = fetch(SMALL).missing();

        assertEquals(
                host.url() + "/owls.git/info/lfs sent other bytes than it should",
                missing.get(0).reason());
        assertEquals(1, host.asked("GET", CONTENT).size());
    }

    @Test
    void neverWritesMoreThanThePointerSays() throws IOException {
        host.store("owls.git").put(SMALL);
        host.trick(CONTENT, HostTwin.endless());

        var missing = fetch(SMALL).missing();

        assertEquals(Fault.WRONG, missing.get(0).tried().get(0).fault());
        assertNothingLeft();
    }

    @Test
    void refusesAHugeObjectThatTheDiskHasNoRoomFor() {
        var huge = new Pointer(Digest.of(SMALL), 900_000_000_000_000_000L);
        host.store("owls.git").put(SMALL);

        var error = assertThrows(
                CommonsException.class, () -> transfers().fetch(List.of(huge), ObjectPlaces.of(repository, "origin")));

        assertTrue(error.getMessage().contains("needs 900000000000000000 more bytes"), error.getMessage());
        assertEquals(List.of(), host.asked("GET", CONTENT));
    }

    @Test
    void waitsAsLongAsItIsAskedTo() {
        host.store("owls.git").put(SMALL);
        host.trick(BATCH, 1, status(429, "Retry-After", "7"));
        host.trick(CONTENT, 1, status(503, "Retry-After", "Sun, 22 Nov 2026 10:00:09 GMT"));

        fetch(SMALL);

        assertHere(SMALL);
        assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(9)), pauses);
    }

    @Test
    void doesNotWaitForever() {
        host.store("owls.git").put(SMALL);
        host.trick(BATCH, status(429, "Retry-After", "99999999999"));

        var missing = fetch(SMALL).missing();

        assertTrue(
                missing.get(0).reason().contains("asks to come back in"),
                missing.get(0).reason());
        assertEquals(List.of(), pauses);
        assertEquals(1, host.asked("POST", BATCH).size());
    }

    @Test
    void triesAgainWithGrowingPausesAndThenGivesUp() {
        host.store("owls.git").put(SMALL);
        host.trick(BATCH, 2, status(500));

        fetch(SMALL);

        assertHere(SMALL);
        assertEquals(List.of(Duration.ofMillis(250), Duration.ofMillis(500)), pauses);

        host.trick(BATCH, status(500));
        var missing = fetch(LARGE).missing();

        assertEquals(
                host.url() + "/owls.git/info/lfs fails: still answers 500 after 5 tries",
                missing.get(0).reason());
    }

    @Test
    void askOfALinkThatExpiresIsRepeated() {
        host.store("owls.git").put(SMALL);
        host.trick(CONTENT, 1, status(403));

        fetch(SMALL);

        assertHere(SMALL);
        assertEquals(2, host.asked("POST", BATCH).size());
    }

    @Test
    void doesNotUseALinkThatHasExpired() {
        host.store("owls.git").put(SMALL);
        host.batchAnswer(answer -> withLink(answer, link -> link.put("expires_at", "2026-11-22T09:59:59Z")));

        var missing = fetch(SMALL).missing();

        assertEquals(
                host.url() + "/owls.git/info/lfs hands out links that have expired already",
                missing.get(0).reason());
        assertEquals(List.of(), host.asked("GET", CONTENT));
    }

    /** The same answer with only this in its links. */
    private Node.Fields withLink(
            Node.Fields answer, java.util.function.UnaryOperator<org.datasetcommons.document.FieldsBuilder> change) {
        var objects = new ArrayList<Node>();
        for (var item : answer.items("objects")) {
            var object = item.asFields();
            String href = object.fields("actions").fields("download").text("href");
            objects.add(Node.fields()
                    .put("oid", object.text("oid"))
                    .put("size", object.integer("size"))
                    .put(
                            "actions",
                            Node.fields()
                                    .put("download", change.apply(Node.fields().put("href", href))))
                    .build());
        }
        return Node.fields().put("objects", Node.items(objects)).build();
    }

    @Test
    void refusesAServerThatNamesObjectsByAnotherHash() {
        host.store("owls.git").put(SMALL);
        host.batchAnswer(answer -> Node.fields()
                .put("objects", answer.get("objects"))
                .put("hash_algo", "sha512")
                .build());

        assertEquals(
                host.url() + "/owls.git/info/lfs names objects by another hash than SHA-256",
                fetch(SMALL).missing().get(0).reason());
    }

    @Test
    void passesOverObjectsThatNobodyAskedFor() {
        host.store("owls.git").put(SMALL);
        host.batchAnswer(answer -> Node.fields()
                .put(
                        "objects",
                        Node.items(List.of(Node.fields()
                                .put("oid", Digest.of("other").hex())
                                .put("size", SMALL.length)
                                .put(
                                        "actions",
                                        Node.fields()
                                                .put(
                                                        "download",
                                                        Node.fields()
                                                                .put("href", host.url() + "/owls.git/lfs-content/x")))
                                .build())))
                .build());

        assertEquals(Fault.ABSENT, fetch(SMALL).missing().get(0).tried().get(0).fault());
    }

    @Test
    void refusesASizeThatIsNotThePointers() {
        host.store("owls.git").put(SMALL);
        host.batchAnswer(answer -> Node.fields()
                .put(
                        "objects",
                        Node.items(List.of(Node.fields()
                                .put("oid", Digest.of(SMALL).hex())
                                .put("size", 1L << 60)
                                .build())))
                .build());

        assertEquals(Fault.WRONG, fetch(SMALL).missing().get(0).tried().get(0).fault());
    }

    @Test
    void readsAnswersThatWriteNullForNothing() {
        host.store("owls.git").put(SMALL);
        host.batchAnswer(
                answer -> withLink(answer, link -> link.put("header", nothing()).put("expires_at", nothing())));

        fetch(SMALL);

        assertHere(SMALL);
    }

    private static Node nothing() {
        return new Node.Scalar("null", Node.Type.NULL, org.datasetcommons.document.Place.NONE);
    }

    @Test
    void saysThatAPageIsNoServer() {
        host.trick(BATCH, bytes("<html>".getBytes(java.nio.charset.StandardCharsets.UTF_8)));

        String reason = fetch(SMALL).missing().get(0).reason();

        assertTrue(reason.contains("answers otherwise than a Git LFS server"), reason);
    }

    @Test
    void saysWhyAServerRefuses() {
        host.trick(BATCH, exchange -> {
            byte[] body = "{\"message\":\"this repository is over its quota\"}"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(509, body.length);
            exchange.getResponseBody().write(body);
        });

        assertEquals(
                host.url() + "/owls.git/info/lfs has no room or bandwidth left: 509, this repository is over its quota",
                fetch(SMALL).missing().get(0).reason());
    }

    @Test
    void doesNotAskAPlaceThatCannotBeReachedForEveryObject() {
        host.close();
        var contents = IntStream.range(0, 150).mapToObj(i -> random(50 + i, i)).toArray(byte[][]::new);

        var missing = fetch(contents).missing();

        assertEquals(150, missing.size());
        assertEquals(
                host.url() + "/owls.git/info/lfs cannot be reached",
                missing.get(149).reason());
        assertEquals(4, pauses.size());
    }

    @Test
    void aServerThatSaysNothingIsGivenUp() throws Exception {
        host.store("owls.git").put(LARGE);
        var release = new java.util.concurrent.CountDownLatch(1);
        host.trick(CONTENT, exchange -> {
            exchange.sendResponseHeaders(200, LARGE.length);
            exchange.getResponseBody().write(LARGE, 0, 1000);
            exchange.getResponseBody().flush();
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        var missing = transfers(new JdkWeb(Duration.ofMillis(800)))
                .fetch(List.of(pointer(LARGE)), ObjectPlaces.of(repository, "origin"))
                .missing();
        release.countDown();

        assertTrue(
                missing.get(0).reason().contains("stands still"), missing.get(0).reason());
    }

    // --- redirects and who may be told what --------------------------------------------------------------------------

    @Test
    void followsRedirectsAndShowsNothingSecretToAnotherHost() {
        try (var other = new HostTwin(temporary.resolve("other"))) {
            var site = other.site("owls", SMALL);
            String hex = Digest.of(SMALL).hex();
            host.store("owls.git").put(SMALL);
            host.requireLogin("ana", "secret");
            credentials = knows("ana", "secret");
            host.trick(
                    CONTENT,
                    status(
                            302,
                            "Location",
                            site + "/objects/" + hex.substring(0, 2) + "/" + hex.substring(2, 4) + "/" + hex));

            fetch(SMALL);

            assertHere(SMALL);
            assertTrue(host.asked("GET", CONTENT).get(0).header("authorization").isPresent());
            var asked = other.asked("GET", hex).get(0);
            assertEquals(Optional.empty(), asked.header("authorization"));
        }
    }

    @Test
    void keepsTheMethodOfAnUploadThatIsRedirected() {
        repository.store().put(SMALL);
        host.trick(
                CONTENT,
                1,
                exchange -> status(307, "Location", exchange.getRequestURI().getPath())
                        .play(exchange));

        transfers().send(List.of(pointer(SMALL)), ObjectPlaces.of(repository, "origin"), "refs/heads/main");

        assertTrue(host.store("owls.git").has(Digest.of(SMALL)));
        assertEquals(2, host.asked("PUT", CONTENT).size());
    }

    @Test
    void givesUpOnRedirectsInACircle() {
        var site = host.site("owls", SMALL);
        host.trick(
                "/static/",
                exchange -> status(302, "Location", exchange.getRequestURI().getPath())
                        .play(exchange));

        var missing = fetch(and(site), SMALL).missing();

        assertTrue(
                missing.get(0).reason().contains("redirects more than 5 times"),
                missing.get(0).reason());
    }

    @Test
    void doesNotFollowARedirectOutOfTheWeb() {
        var site = host.site("owls", SMALL);
        host.trick("/static/", status(302, "Location", "file:///etc/passwd"));

        var missing = fetch(and(site), SMALL).missing();

        assertTrue(
                missing.get(0).reason().contains("redirects, and points to file:"),
                missing.get(0).reason());
    }

    @Test
    void asksThePersonsHelpersOnceAndTellsThemThatItWorked() {
        var contents = IntStream.range(0, 20).mapToObj(i -> random(50 + i, i)).toArray(byte[][]::new);
        List.of(contents).forEach(content -> host.store("owls.git").put(content));
        host.requireLogin("ana", "secret");
        var log = Collections.synchronizedList(new ArrayList<String>());
        credentials = logging(knows("ana", "secret"), log);

        fetch(contents);

        assertHere(contents[19]);
        assertEquals(List.of("find", "approve ana"), log);
    }

    @Test
    void tellsTheHelpersWhatWasRefusedAndDoesNotAskForever() {
        host.store("owls.git").put(SMALL);
        host.requireLogin("ana", "secret");
        var log = Collections.synchronizedList(new ArrayList<String>());
        credentials = logging(knows("ana", "wrong"), log);

        var missing = fetch(SMALL).missing();

        assertEquals(List.of("find", "reject ana", "find", "reject ana"), log);
        assertEquals(
                host.url() + "/owls.git/info/lfs wants to know who asks, and does not take what it was told",
                missing.get(0).reason());
    }

    @Test
    void aNameInTheAddressIsUsedAndNeverShown() {
        host.store("owls.git").put(SMALL);
        host.requireLogin("ana", "se@cret");
        repository.settings().put("remote.origin.url", host.url().replace("//", "//ana:se%40cret@") + "/owls.git");

        var fetched = fetch(SMALL);

        assertHere(SMALL);
        assertEquals(host.url() + "/owls.git/info/lfs", fetched.shares().get(0).place());
    }

    private static Credentials knows(String user, String password) {
        return new Credentials() {
            @Override
            public Optional<Login> find(URI server) {
                return Optional.of(new Login(user, password));
            }

            @Override
            public void approve(URI server, Login login) {}

            @Override
            public void reject(URI server, Login login) {}
        };
    }

    private static Credentials logging(Credentials inner, List<String> log) {
        return new Credentials() {
            @Override
            public Optional<Login> find(URI server) {
                log.add("find");
                return inner.find(server);
            }

            @Override
            public void approve(URI server, Login login) {
                log.add("approve " + login);
            }

            @Override
            public void reject(URI server, Login login) {
                log.add("reject " + login);
            }
        };
    }

    // --- many at once ------------------------------------------------------------------------------------------------

    @Test
    void movesAsManyAtOnceAsGitLfsIsSetTo() {
        repository.settings().put("lfs.concurrenttransfers", "3");
        var contents = IntStream.range(0, 12).mapToObj(i -> random(50 + i, i)).toArray(byte[][]::new);
        List.of(contents).forEach(content -> host.store("owls.git").put(content));
        var now = new java.util.concurrent.atomic.AtomicInteger();
        var most = new java.util.concurrent.atomic.AtomicInteger();
        var three = new java.util.concurrent.CyclicBarrier(3);
        host.trick(CONTENT, exchange -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            try {
                three.await(); // Comes only once three ask at once.
            } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
                throw new IOException(e);
            }
            now.decrementAndGet();
            String oid = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
            bytes(host.store("owls.git").read(Digest.parse(oid))).play(exchange);
        });

        fetch(contents);

        List.of(contents).forEach(this::assertHere);
        assertEquals(3, most.get());
    }

    // --- sending that fails ------------------------------------------------------------------------------------------

    @Test
    void doesNotSendDamagedContentWhole() throws IOException {
        repository.store().put(LARGE);
        Path file = repository.store().path(Digest.of(LARGE));
        byte[] damaged = LARGE.clone();
        damaged[17] ^= 1;
        Files.write(file, damaged);

        var error = assertThrows(
                CommonsException.class,
                () -> transfers()
                        .send(List.of(pointer(LARGE)), ObjectPlaces.of(repository, "origin"), "refs/heads/main"));

        assertEquals("cannot send content " + Digest.of(LARGE), error.getMessage());
        assertEquals(List.of(), host.asked("POST", "/verify$"));
        assertFalse(host.store("owls.git").has(Digest.of(LARGE)));
        assertEquals(List.of(), pauses);
    }

    @Test
    void triesAnUploadAgain() {
        repository.store().put(LARGE);
        host.trick(CONTENT, 1, exchange -> exchange.close());
        host.trick(CONTENT, 1, status(500));
        host.trick("/verify$", 1, status(503, "Retry-After", "3"));

        transfers().send(List.of(pointer(LARGE)), ObjectPlaces.of(repository, "origin"), "refs/heads/main");

        assertArrayEquals(LARGE, host.store("owls.git").read(Digest.of(LARGE)));
        assertEquals(List.of(Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(3)), pauses);
        assertEquals(LARGE.length, shown.get());
    }

    @Test
    void saysWhatIsNeitherHereNorThere() {
        var error = assertThrows(
                CommonsException.class,
                () -> transfers()
                        .send(List.of(pointer(SMALL)), ObjectPlaces.of(repository, "origin"), "refs/heads/main"));

        assertEquals(
                host.url() + "/owls.git/info/lfs lacks content " + Digest.of(SMALL) + ", and it is not here either",
                error.getMessage());
    }

    @Test
    void isNotContentWithAnUploadThatIsNotVerified() {
        repository.store().put(SMALL);
        host.trick("/verify$", status(422));

        var error = assertThrows(
                CommonsException.class,
                () -> transfers()
                        .send(List.of(pointer(SMALL)), ObjectPlaces.of(repository, "origin"), "refs/heads/main"));

        assertEquals(host.url() + "/owls.git/info/lfs did not verify it: 422", error.getMessage());
    }

    // --- places that others name -------------------------------------------------------------------------------------

    @Test
    void tellsWhatSomebodyUnknownWouldNotFind() {
        var site = host.site("owls", SMALL);

        var missing = transfers().missingAt(Address.parse(site.toString()), List.of(pointer(SMALL), pointer(LARGE)));

        assertEquals(1, missing.size());
        assertEquals(pointer(LARGE), missing.get(0).pointer());
        assertEquals(site + " does not have it", missing.get(0).reason());
        assertEquals(List.of(), host.asked("GET", "/static/"));
    }

    @Test
    void asksNoPlaceThatAProposalNamesUnlessItIsEncryptedOrAtTheRemote() {
        try (var stranger = new HostTwin(temporary.resolve("stranger"))) {
            stranger.site("owls", SMALL);
            String url = stranger.url().replace("127.0.0.1", "localhost");
            var places = ObjectPlaces.of(repository, "origin").hinted(List.of(Address.parse(url + "/static/owls")));

            var missing = fetch(places, SMALL).missing();

            assertTrue(
                    missing.get(0).reason().endsWith("is not asked: it is neither https nor the host of the remote"),
                    missing.get(0).reason());
            assertEquals(List.of(), stranger.asked());
        }
    }

    @Test
    void doesNotLetAProposalLeadToThisMachine() {
        repository.settings().put("remote.origin.url", "https://git.example.org/owls.git");
        repository.settings().put("lfs.url", host.url() + "/owls.git/info/lfs");
        var places = ObjectPlaces.of(repository, "origin")
                .hinted(List.of(Address.parse(host.url().replace("http:", "https:") + "/static/owls")));

        var missing = fetch(places, SMALL).missing();

        assertTrue(
                missing.get(0).reason().contains("leads to 127.0.0.1, on this machine or a private network"),
                missing.get(0).reason());
    }

    @Test
    void fetchesFromWhereAProposalSaysAndStillChecksTheBytes() {
        var site = host.site("fork", SMALL);
        host.trick("/static/fork/.*" + Digest.of(SMALL), 1, bytes(random(SMALL.length, 6)));
        var places = ObjectPlaces.of(repository, "origin").hinted(List.of(Address.parse(site.toString())));

        assertEquals(1, fetch(places, SMALL).missing().size());

        assertEquals(1, fetch(places, SMALL).objects());
        assertHere(SMALL);
    }
}
