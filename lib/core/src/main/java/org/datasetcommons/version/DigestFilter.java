package org.datasetcommons.version;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.IntPredicate;
import org.datasetcommons.digest.Digest;

/**
 * Remembers digests in a megabyte or two, however many; says yes to all of them, and by mistake to others: of few digests one
 * in a hundred thousand, of many more.
 */
public final class DigestFilter implements IntPredicate {
    private static final int BITS = 1 << 23;
    /** So many are remembered by all of their first bytes. */
    private static final int FEW = 1 << 14;

    private final BitSet bits = new BitSet();
    private final Set<Integer> few = new HashSet<>();

    public void add(Digest digest) {
        add(Integer.parseUnsignedInt(digest.hex(), 0, 2 * Integer.BYTES, 16));
    }

    /** Remembers a digest that begins with these bytes. */
    void add(int firstBytes) {
        bits.set(bit(firstBytes));
        if (few.size() <= FEW) {
            few.add(firstBytes);
        }
    }

    /** Whether a digest that begins with these bytes may be among them. */
    @Override
    public boolean test(int firstBytes) {
        return bits.get(bit(firstBytes)) && (few.size() > FEW || few.contains(firstBytes));
    }

    private static int bit(int firstBytes) {
        return firstBytes & BITS - 1;
    }
}
