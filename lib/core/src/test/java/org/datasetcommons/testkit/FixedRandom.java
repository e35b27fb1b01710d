package org.datasetcommons.testkit;

import java.security.SecureRandom;
import java.util.Random;

/** Chance that is the same in every run. */
public final class FixedRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final Random random = new Random(7);

    @Override
    public void nextBytes(byte[] bytes) {
        random.nextBytes(bytes);
    }
}
