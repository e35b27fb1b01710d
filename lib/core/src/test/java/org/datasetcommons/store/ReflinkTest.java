package org.datasetcommons.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With a program in the place of {@code cp}, since most machines have no file system whose files can share bytes. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
class ReflinkTest {
    private static final String COPIES = "cat < \"$3\" > \"$4\"";
    private static final String CANNOT = "echo 'Operation not supported' >&2; exit 1";

    @TempDir
    Path folder;

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    /** A store with a program that notes what it was asked, and then does this. */
    private ObjectStore store(String work) throws IOException {
        Path cp = folder.resolve("cp");
        Files.writeString(cp, "#!/bin/sh\necho \"$1 $2\" >> '" + folder.resolve("asked") + "'\n" + work + "\n");
        Files.setPosixFilePermissions(cp, PosixFilePermissions.fromString("rwx------"));
        return new ObjectStore(folder.resolve("objects"), folder.resolve("tmp"), Reflink.by(new SystemProgram(cp)));
    }

    private List<String> asked() throws IOException {
        Path asked = folder.resolve("asked");
        return Files.exists(asked) ? Files.readAllLines(asked) : List.of();
    }

    @Test
    void largeFilesAreTakenInAndGivenOutAsCopiesThatShare() throws IOException {
        var store = store(COPIES);
        byte[] content = bytes((int) Reflink.LARGE);
        Path large = Files.write(folder.resolve("large"), content);

        var pointer = store.put(large);
        store.copyTo(folder.resolve("again"), pointer.oid());

        assertEquals(Pointer.of(large), pointer);
        assertArrayEquals(content, store.read(pointer.oid()));
        assertArrayEquals(content, Files.readAllBytes(folder.resolve("again")));
        assertEquals(List.of("--reflink=always --", "--reflink=always --"), asked());
        try (var left = Files.list(folder.resolve("tmp"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void smallFilesAreCopied() throws IOException {
        var store = store(COPIES);
        byte[] content = bytes((int) Reflink.LARGE - 1);

        var pointer = store.put(Files.write(folder.resolve("small"), content));
        store.copyTo(folder.resolve("again"), pointer.oid());

        assertArrayEquals(content, store.read(pointer.oid()));
        assertArrayEquals(content, Files.readAllBytes(folder.resolve("again")));
        assertEquals(List.of(), asked());
    }

    @Test
    void whatCannotShareIsCopiedAndNotAskedAgain() throws IOException {
        var store = store(CANNOT);
        byte[] content = bytes((int) Reflink.LARGE + 1);
        Path large = Files.write(folder.resolve("large"), content);

        var pointer = store.put(large);
        store.copyTo(folder.resolve("again"), pointer.oid());

        assertArrayEquals(content, store.read(pointer.oid()));
        assertArrayEquals(content, Files.readAllBytes(folder.resolve("again")));
        assertEquals(List.of("--reflink=always --"), asked());
    }

    @Test
    void whatIsStoredIsWhatTheCopyHolds() throws IOException {
        var store = store("printf another > \"$4\"");

        var pointer = store.put(Files.write(folder.resolve("large"), bytes((int) Reflink.LARGE)));

        assertEquals("another", new String(store.read(pointer.oid()), StandardCharsets.UTF_8));
    }

    @Test
    void damagedContentIsNotGivenOut() throws IOException {
        var store = store(COPIES);
        var pointer = store.put(Files.write(folder.resolve("large"), bytes((int) Reflink.LARGE)));
        byte[] damaged = bytes((int) Reflink.LARGE);
        damaged[7] ^= 1;
        Files.write(store.path(pointer.oid()), damaged);

        var failure = assertThrows(IOException.class, () -> store.copyTo(folder.resolve("again"), pointer.oid()));

        assertTrue(failure.getMessage().startsWith("stored content " + pointer.oid() + " is damaged"));
    }

    @Test
    void aFileThatIsThereIsNotWrittenOver() throws IOException {
        var store = store(COPIES);
        var pointer = store.put(Files.write(folder.resolve("large"), bytes((int) Reflink.LARGE)));
        Path there = Files.writeString(folder.resolve("there"), "mine");

        assertThrows(IOException.class, () -> store.copyTo(there, pointer.oid()));

        assertEquals("mine", Files.readString(there));
        assertFalse(asked().size() > 1);
    }
}
