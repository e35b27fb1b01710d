package org.datasetcommons.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.datasetcommons.digest.Digest;
import org.junit.jupiter.api.Test;

class SplitTest {
    private static Example example(String digest, Map<String, String> fields) {
        return new Example("data/a.csv#1", new Digest(digest), new TreeMap<>(fields), Optional.empty());
    }

    private static Split byDigest(double test, String salt) {
        return new Split(test, salt, Optional.empty(), List.of());
    }

    /**
     * {@code printf 'default-1\\0%s' ba78…15ad | sha256sum} begins 05432fa57a4f4b42, which is 0.020556 of 2^64;
     * without a salt it begins 5a85ae5766c31a1e, 0.353602.
     */
    @Test
    void holdsOutByTheHashOfSaltAndDigest() {
        var example = example("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Map.of());

        assertFalse(byDigest(0.0205, "default-1").holdsOut(example));
        assertTrue(byDigest(0.0206, "default-1").holdsOut(example));
        assertFalse(byDigest(0.3536, "").holdsOut(example));
        assertTrue(byDigest(0.3537, "").holdsOut(example));
    }

    @Test
    void holdsOutAboutTheShareThatWasAskedFor() {
        var split = byDigest(0.2, "salt");

        long held = IntStream.range(0, 10_000)
                .mapToObj(i -> example(Digest.of("record " + i).hex(), Map.of()))
                .filter(split::holdsOut)
                .count();

        // Four standard deviations of a binomial.
        assertTrue(held > 1840 && held < 2160, "held out: " + held);
    }

    @Test
    void anotherSaltHoldsOutOthers() {
        var one = byDigest(0.5, "one");
        var two = byDigest(0.5, "two");

        long same = IntStream.range(0, 1000)
                .mapToObj(i -> example(Digest.of("record " + i).hex(), Map.of()))
                .filter(e -> one.holdsOut(e) == two.holdsOut(e))
                .count();

        assertTrue(same > 400 && same < 600, "on the same side: " + same);
    }

    @Test
    void fieldDecidesInsteadOfTheDigest() {
        var split = new Split(0, "", Optional.of("region"), List.of("north", "south"));
        String digest = Digest.of("any").hex();

        assertTrue(split.holdsOut(example(digest, Map.of("region", "south"))));
        assertFalse(split.holdsOut(example(digest, Map.of("region", "east"))));
        assertFalse(split.holdsOut(example(digest, Map.of())));
        assertEquals(List.of("north", "south"), split.held());
    }
}
