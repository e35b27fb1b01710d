package org.datasetcommons.digest;

import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A Merkle tree by RFC 6962 section 2.1, grown leaf by leaf. It keeps one hash for each full subtree on its right edge, so
 * that ten million leaves take the memory of two dozen.
 */
public final class MerkleTree {
    private record Subtree(long leaves, byte[] hash) {}

    private static final byte LEAF = 0x00;
    private static final byte NODE = 0x01;

    private final MessageDigest sha256 = Digest.sha256();
    private final Deque<Subtree> edge = new ArrayDeque<>();
    private long size;

    /** Adds the next leaf; {@code data} is hashed with the leaf prefix. */
    public void add(byte[] data) {
        add(data, 0, data.length);
    }

    /** Adds the next leaf, which is these bytes of {@code data}. */
    public void add(byte[] data, int from, int to) {
        sha256.update(LEAF);
        sha256.update(data, from, to - from);
        push(sha256.digest());
    }

    /** Adds the next leaf, already hashed with {@link #leafHash}. */
    public void addLeafHash(byte[] leafHash) {
        push(leafHash.clone());
    }

    private void push(byte[] leafHash) {
        var subtree = new Subtree(1, leafHash);
        while (!edge.isEmpty() && edge.peek().leaves() == subtree.leaves()) {
            var left = edge.pop();
            subtree = new Subtree(2 * left.leaves(), nodeHash(sha256, left.hash(), subtree.hash()));
        }
        edge.push(subtree);
        size++;
    }

    /** How many leaves there are. */
    public long size() {
        return size;
    }

    /** The tree hash of all leaves so far; of none, the digest of nothing. */
    public Digest root() {
        if (edge.isEmpty()) {
            return Digest.of(new byte[0]);
        }
        byte[] hash = null;
        for (var subtree : edge) {
            hash = hash == null ? subtree.hash() : nodeHash(subtree.hash(), hash);
        }
        return Digest.ofRaw(hash);
    }

    /** {@code SHA-256(0x00 || data)}. */
    public static byte[] leafHash(byte[] data) {
        MessageDigest sha256 = Digest.sha256();
        sha256.update(LEAF);
        return sha256.digest(data);
    }

    /** {@code SHA-256(0x01 || left || right)}. */
    public static byte[] nodeHash(byte[] left, byte[] right) {
        return nodeHash(Digest.sha256(), left, right);
    }

    private static byte[] nodeHash(MessageDigest sha256, byte[] left, byte[] right) {
        sha256.update(NODE);
        sha256.update(left);
        return sha256.digest(right);
    }

    /** The audit path of one leaf (RFC 6962 section 2.1.1), the leaf's sibling first. */
    public static List<byte[]> inclusionPath(List<byte[]> leafHashes, int index) {
        if (index < 0 || index >= leafHashes.size()) {
            throw new IllegalArgumentException("no leaf " + index + " in a tree of " + leafHashes.size());
        }
        var path = new ArrayList<byte[]>();
        collectPath(leafHashes, index, path);
        return path;
    }

    private static void collectPath(List<byte[]> leaves, int index, List<byte[]> path) {
        if (leaves.size() == 1) {
            return;
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        var left = leaves.subList(0, split);
        var right = leaves.subList(split, leaves.size());
        if (index < split) {
            collectPath(left, index, path);
            path.add(rawRoot(right));
        } else {
            collectPath(right, index - split, path);
            path.add(rawRoot(left));
        }
    }

    private static byte[] rawRoot(List<byte[]> leafHashes) {
        var tree = new MerkleTree();
        leafHashes.forEach(tree::addLeafHash);
        return tree.root().raw();
    }

    /** Whether the path leads from this leaf to this root (RFC 9162 section 2.1.3.2, whose steps are numbered below). */
    public static boolean includes(Digest root, long size, byte[] leafHash, long index, List<byte[]> path) {
        if (index < 0 || index >= size) { // step 1
            return false;
        }
        long fn = index; // step 2
        long sn = size - 1;
        byte[] hash = leafHash; // step 3
        for (byte[] sibling : path) { // step 4
            if (sn == 0) {
                return false;
            }
            if ((fn & 1) == 1 || fn == sn) {
                hash = nodeHash(sibling, hash);
                while ((fn & 1) == 0 && fn != 0) {
                    fn >>= 1;
                    sn >>= 1;
                }
            } else {
                hash = nodeHash(hash, sibling);
            }
            fn >>= 1;
            sn >>= 1;
        }
        // Step 5: both must hold; the right root with sn > 0 is a path in a tree of another size.
        return sn == 0 && MessageDigest.isEqual(hash, root.raw());
    }
}
