package org.datasetcommons.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.CommonsException;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.testkit.Tampering;
import org.datasetcommons.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/format/pointer.md}. */
class PointerVectorsTest {
    @TempDir
    Path folder;

    static List<Path> good() {
        return FormatVectors.in("pointer/good", ".pointer");
    }

    static List<Path> bad() {
        return FormatVectors.in("pointer/bad", ".pointer");
    }

    @ParameterizedTest
    @MethodSource("good")
    void readsGoodVectorAndWritesItAgain(Path vector) throws IOException {
        var pointer = Pointer.parse(vector.toString(), Files.readAllBytes(vector));

        FormatVectors.holdBeside(vector, ".read", pointer.oid() + " " + pointer.size() + "\n");
        assertArrayEquals(Files.readAllBytes(vector), pointer.bytes());
    }

    @ParameterizedTest
    @MethodSource("bad")
    void takesBadVectorForNoPointer(Path vector) throws IOException {
        byte[] bytes = Files.readAllBytes(vector);

        assertEquals(Optional.empty(), Pointer.find(bytes));
        var error = assertThrows(CommonsException.class, () -> Pointer.parse("data/hello.txt", bytes));
        assertEquals("data/hello.txt is not a Git LFS pointer", error.getMessage());
    }

    @Test
    void hasVectors() {
        assertTrue(good().size() >= 3, "good vectors");
        assertTrue(bad().size() >= 25, "bad vectors");
    }

    @Test
    void isWhatGitLfsWrites() throws IOException {
        var lfs = Tool.in(folder, "git-lfs");
        Path file = Files.writeString(folder.resolve("hello.txt"), "hello commons\n");

        String said = lfs.succeed("pointer", "--file=" + file);

        assertTrue(
                said.endsWith(new String(FormatVectors.bytes("pointer/good/hello.pointer"), StandardCharsets.US_ASCII)),
                said);
    }

    @ParameterizedTest
    @MethodSource("good")
    void gitLfsTakesTheGoodVectors(Path vector) {
        Tool.in(folder, "git-lfs").succeed("pointer", "--check", "--strict", "--file=" + vector);
    }

    /** What git-lfs reads although it would not write it so: we are stricter. */
    private static final List<String> READ_BY_GIT_LFS = List.of("extension");

    @ParameterizedTest
    @MethodSource("bad")
    void gitLfsRefusesTheBadVectorsToo(Path vector) {
        var result = Tool.in(folder, "git-lfs").run("pointer", "--check", "--strict", "--file=" + vector);

        String name = vector.getFileName().toString().replace(".pointer", "");
        if (!READ_BY_GIT_LFS.contains(name)) {
            assertNotEquals(0, result.status(), result::text);
        }
    }

    @Test
    void noChangedByteIsStillTheSamePointer() {
        var pointer = new Pointer(Digest.of("owl"), 3);
        Tampering.each(pointer.bytes(), changed -> assertNotEquals(Optional.of(pointer), Pointer.find(changed)));
    }
}
