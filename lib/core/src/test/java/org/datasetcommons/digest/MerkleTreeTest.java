package org.datasetcommons.digest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.datasetcommons.testkit.Tampering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MerkleTreeTest {
    /** The leaves of RFC 6962's reference implementation. */
    private static final List<byte[]> LEAVES = List.of(
            hex(""),
            hex("00"),
            hex("10"),
            hex("2021"),
            hex("3031"),
            hex("40414243"),
            hex("5051525354555657"),
            hex("606162636465666768696a6b6c6d6e6f"));

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    })
    void hasTheRootsOfRfc6962(int size, String root) {
        var tree = new MerkleTree();
        LEAVES.subList(0, size).forEach(tree::add);

        assertEquals(root, tree.root().hex());
        assertEquals(size, tree.size());
    }

    @Test
    void hasTheAuditPathsOfRfc6962() {
        var hashes = leafHashes(LEAVES);

        assertEquals(
                List.of(
                        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"),
                hexes(MerkleTree.inclusionPath(hashes, 0)));
        assertEquals(
                List.of(
                        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
                hexes(MerkleTree.inclusionPath(hashes, 5)));
    }

    /** RFC 6962's own definition, read aloud: D[0:k] and D[k:n] with k the largest power of two below n. */
    private static byte[] byDefinition(List<byte[]> leaves) {
        if (leaves.isEmpty()) {
            return Digest.of(new byte[0]).raw();
        }
        if (leaves.size() == 1) {
            return MerkleTree.leafHash(leaves.get(0));
        }
        int k = 1;
        while (2 * k < leaves.size()) {
            k *= 2;
        }
        return MerkleTree.nodeHash(byDefinition(leaves.subList(0, k)), byDefinition(leaves.subList(k, leaves.size())));
    }

    @Test
    void isWhatTheDefinitionSaysAtEverySize() {
        var leaves = new ArrayList<byte[]>();
        var tree = new MerkleTree();
        for (int size = 0; size < 300; size++) {
            assertArrayEquals(byDefinition(leaves), tree.root().raw());
            byte[] leaf = ("leaf " + size).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            leaves.add(leaf);
            tree.add(leaf);
        }
    }

    @Test
    void theLastLeafIsNotDoubled() {
        var three = new MerkleTree();
        var four = new MerkleTree();
        LEAVES.subList(0, 3).forEach(three::add);
        LEAVES.subList(0, 3).forEach(four::add);
        four.add(LEAVES.get(2));

        assertFalse(three.root().equals(four.root()));
    }

    @Test
    void aLeafIsNoNode() {
        // The bytes of two children's hashes, given as a leaf, must not make the parent's hash.
        var two = new MerkleTree();
        two.add(LEAVES.get(0));
        two.add(LEAVES.get(1));
        byte[] children = new byte[64];
        System.arraycopy(MerkleTree.leafHash(LEAVES.get(0)), 0, children, 0, 32);
        System.arraycopy(MerkleTree.leafHash(LEAVES.get(1)), 0, children, 32, 32);
        var one = new MerkleTree();
        one.add(children);

        assertFalse(two.root().equals(one.root()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 13, 64, 65})
    void everyPathLeadsFromItsLeafToTheRootAndNoOtherDoes(int size) {
        var leaves = new ArrayList<byte[]>();
        for (int i = 0; i < size; i++) {
            leaves.add(new byte[] {(byte) i});
        }
        var hashes = leafHashes(leaves);
        var root = Digest.ofRaw(byDefinition(leaves));
        for (int index = 0; index < size; index++) {
            var path = MerkleTree.inclusionPath(hashes, index);
            for (int claimed = -1; claimed <= size; claimed++) {
                assertEquals(
                        claimed == index,
                        MerkleTree.includes(root, size, hashes.get(index), claimed, path),
                        index + " claimed at " + claimed);
            }
            if (size > 1) {
                assertFalse(MerkleTree.includes(root, size, hashes.get((index + 1) % size), index, path));
            }
        }
    }

    @Test
    void noticesEveryChangedByteOfAProof() {
        var hashes = leafHashes(LEAVES.subList(0, 7));
        var root = Digest.ofRaw(byDefinition(LEAVES.subList(0, 7)));
        for (int index = 0; index < 7; index++) {
            int leaf = index;
            var path = MerkleTree.inclusionPath(hashes, leaf);
            assertTrue(MerkleTree.includes(root, 7, hashes.get(leaf), leaf, path));
            Tampering.eachByte(
                    hashes.get(leaf), changed -> assertFalse(MerkleTree.includes(root, 7, changed, leaf, path)));
            Tampering.eachByte(
                    root.raw(),
                    changed ->
                            assertFalse(MerkleTree.includes(Digest.ofRaw(changed), 7, hashes.get(leaf), leaf, path)));
            for (int step = 0; step < path.size(); step++) {
                int place = step;
                Tampering.eachByte(path.get(step), changed -> {
                    var other = new ArrayList<>(path);
                    other.set(place, changed);
                    assertFalse(MerkleTree.includes(root, 7, hashes.get(leaf), leaf, other));
                });
                var shorter = new ArrayList<>(path);
                shorter.remove(step);
                assertFalse(MerkleTree.includes(root, 7, hashes.get(leaf), leaf, shorter));
                var longer = new ArrayList<>(path);
                longer.add(step, path.get(step));
                assertFalse(MerkleTree.includes(root, 7, hashes.get(leaf), leaf, longer));
            }
        }
    }

    @Test
    void theSizeOfTheTreeIsPartOfTheProof() {
        // RFC 9162, 2.1.3.2 step 5: with another size the same hashes may still lead to the root.
        var hashes = leafHashes(LEAVES.subList(0, 7));
        var root = Digest.ofRaw(byDefinition(LEAVES.subList(0, 7)));
        var path = MerkleTree.inclusionPath(hashes, 6);

        for (long size : new long[] {0, 1, 6, 9, 14, 1L << 40, Long.MAX_VALUE}) {
            assertFalse(MerkleTree.includes(root, size, hashes.get(6), 6, path), "size " + size);
        }
    }

    @Test
    void nothingIsInAnEmptyTree() {
        var empty = new MerkleTree().root();

        assertFalse(MerkleTree.includes(empty, 0, MerkleTree.leafHash(hex("")), 0, List.of()));
        assertThrows(IllegalArgumentException.class, () -> MerkleTree.inclusionPath(List.of(), 0));
    }

    private static List<byte[]> leafHashes(List<byte[]> leaves) {
        return leaves.stream().map(MerkleTree::leafHash).toList();
    }

    private static List<String> hexes(List<byte[]> hashes) {
        return hashes.stream().map(hash -> HexFormat.of().formatHex(hash)).toList();
    }
}
