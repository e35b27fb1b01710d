package org.datasetcommons.version;

import java.util.BitSet;
import java.util.function.IntPredicate;
import org.datasetcommons.digest.Digest;

/** Remembers digests in a megabyte, however many; says yes to all of them, and by mistake to a few others. */
public final class DigestFilter implements IntPredicate {
    private static final int BITS = 1 << 23;

    private final BitSet bits = new BitSet();

    public void add(Digest digest) {
        add(Integer.parseUnsignedInt(digest.hex(), 0, 2 * Integer.BYTES, 16));
    }

    /** Remembers a digest that begins with these bytes. */
    void add(int firstBytes) {
        bits.set(bit(firstBytes));
    }

    /** Whether a digest that begins with these bytes may be among them. */
    @Override
    public boolean test(int firstBytes) {
        return bits.get(bit(firstBytes));
    }

    private static int bit(int firstBytes) {
        return firstBytes & BITS - 1;
    }
}
