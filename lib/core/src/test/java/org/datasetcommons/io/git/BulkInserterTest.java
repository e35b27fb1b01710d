package org.datasetcommons.io.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.datasetcommons.store.Unsynced;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BulkInserterTest {
    @TempDir
    Path directory;

    private FileRepository git;

    @BeforeEach
    void setUp() throws IOException {
        git = new FileRepository(directory.resolve(".git").toFile());
        git.create();
    }

    @AfterEach
    void tearDown() {
        git.close();
    }

    private Map<ObjectId, byte[]> insert(int count) throws IOException {
        var random = new Random(20261122);
        var expected = new LinkedHashMap<ObjectId, byte[]>();
        try (var inserter = new BulkInserter(git.getObjectDatabase(), new Unsynced(directory))) {
            for (int i = 0; i < count; i++) {
                // Of every length around those at which a header or a block needs another byte.
                byte[] content = new byte[i % 10 == 9 ? random.nextInt(100_000) : i];
                random.nextBytes(content);
                expected.put(inserter.insert(Constants.OBJ_BLOB, content), content);
                assertEquals(
                        new ObjectInserter.Formatter().idFor(Constants.OBJ_BLOB, content),
                        inserter.insert(Constants.OBJ_BLOB, content.length, new ByteArrayInputStream(content)));
            }
            inserter.flush();
        }
        return expected;
    }

    private void hold(Map<ObjectId, byte[]> expected) throws IOException {
        try (var fresh = new FileRepository(git.getDirectory())) {
            for (var object : expected.entrySet()) {
                assertArrayEquals(
                        object.getValue(),
                        fresh.open(object.getKey(), Constants.OBJ_BLOB).getBytes(),
                        object.getKey().name());
            }
        }
    }

    private long packs() throws IOException {
        Path packs = git.getObjectDatabase().getPackDirectory().toPath();
        if (!Files.exists(packs)) {
            return 0;
        }
        try (var files = Files.list(packs)) {
            return files.filter(file -> file.toString().endsWith(".idx")).count();
        }
    }

    @Test
    void keepsAFewObjectsInFilesOfTheirOwn() throws IOException {
        hold(insert(99));

        assertEquals(0, packs());
    }

    @Test
    void keepsManyObjectsInOnePack() throws IOException {
        hold(insert(1_000));

        assertEquals(1, packs());
        try (var files = Files.list(git.getObjectDatabase().getPackDirectory().toPath())) {
            assertEquals(2, files.count(), "a pack and its index, and nothing that was being written");
        }
    }

    @Test
    void writesPacksThatGitReads() throws IOException {
        var expected = insert(1_000);

        // Every object is inflated, and every checksum compared.
        var packs = git.getObjectDatabase().getPacks();
        for (var pack : packs) {
            int objects = 0;
            for (var entry : pack) {
                assertArrayEquals(
                        expected.get(entry.toObjectId()),
                        git.open(entry.toObjectId()).getBytes());
                objects++;
            }
            assertEquals(expected.size(), objects);
        }
    }

    @Test
    void leavesNothingBehindIfItIsNotFlushed() throws IOException {
        try (var inserter = new BulkInserter(git.getObjectDatabase(), new Unsynced(directory))) {
            for (int i = 0; i < 200; i++) {
                inserter.insert(Constants.OBJ_BLOB, ("owl " + i).getBytes(UTF_8));
            }
        }

        try (var files = Files.list(git.getObjectDatabase().getPackDirectory().toPath())) {
            assertEquals(0, files.count());
        }
    }
}
