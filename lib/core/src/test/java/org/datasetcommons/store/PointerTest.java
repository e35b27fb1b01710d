package org.datasetcommons.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.datasetcommons.digest.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointerTest {
    private static final String OID = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String BEGINNING = "version https://git-lfs.github.com/spec/v1\noid sha256:";

    @Test
    void readsWhatGitLfsWrites() {
        byte[] blob = (BEGINNING + OID + "\nsize 3\n").getBytes(UTF_8);

        var pointer = Pointer.find(blob).orElseThrow();

        assertEquals(new Pointer(Digest.parse(OID), 3), pointer);
        assertArrayEquals(blob, pointer.bytes());
    }

    @Test
    void hasTheNameThatGitGivesIt() {
        // printf 'version https://git-lfs.github.com/spec/v1\noid sha256:…\nsize 3\n' | git hash-object --stdin
        assertEquals("80d7d501c2b256023dc42e46d958b9ac2ec283ee", new Pointer(Digest.parse(OID), 3).blob());
    }

    @Test
    void isEmptyForAnEmptyFile() {
        assertEquals(new Pointer(Digest.of(""), 0), Pointer.find(new byte[0]).orElseThrow());
        assertEquals(0, new Pointer(Digest.of(""), 0).bytes().length);
        // git hash-object /dev/null
        assertEquals("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391", new Pointer(Digest.of(""), 0).blob());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "owl",
                "version https://git-lfs.github.com/spec/v1\n",
                BEGINNING + OID,
                BEGINNING + OID + "\nsize 3",
                BEGINNING + OID + "\nsize \n",
                BEGINNING + OID + "\nsize 0\n",
                BEGINNING + OID + "\nsize 03\n",
                BEGINNING + OID + "\nsize -3\n",
                BEGINNING + OID + "\nsize 3 \n",
                BEGINNING + OID + "\nsize 3\nx\n",
                BEGINNING + OID + "\nsize 1234567890123456789\n",
                "version https://git-lfs.github.com/spec/v1\next-0-x sha256:" + OID + "\noid sha256:" + OID
                        + "\nsize 3\n",
                "version https://git-lfs.github.com/spec/v1\noid sha256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD\nsize 3\n",
            })
    void takesNoOtherSpelling(String blob) {
        assertEquals(Optional.empty(), Pointer.find(blob.getBytes(UTF_8)));
    }
}
