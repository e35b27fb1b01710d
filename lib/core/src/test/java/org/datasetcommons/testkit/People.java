package org.datasetcommons.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.ContributorKey;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.history.Person;
import org.datasetcommons.io.crypto.Ed25519Key;

/** People whose keys are the same in every run: each seed is the SHA-256 of a name, so they are known to all. */
public enum People {
    ANA,
    BEN,
    MIA,
    /** Who is in no dataset. */
    EVE;

    /** When everybody's first key begins to speak. */
    public static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final Ed25519Key signer =
            Ed25519Key.fromSeed(Digest.of(handle().name()).raw());

    public Handle handle() {
        return new Handle(name().toLowerCase(java.util.Locale.ROOT));
    }

    public Ed25519Key signer() {
        return signer;
    }

    public PublicKey key() {
        return signer.publicKey();
    }

    /** Another key of the same person. */
    public Ed25519Key spare(int number) {
        return Ed25519Key.fromSeed(Digest.of(handle().name() + number).raw());
    }

    public Person person() {
        return new Person(fullName(), handle() + "@example.org");
    }

    private String fullName() {
        return name().charAt(0) + handle().name().substring(1) + " Example";
    }

    /** As a dataset knows them, with one key. */
    public Contributor contributor() {
        return new Contributor(
                handle(),
                fullName(),
                fullName(),
                List.of(new ContributorKey(key(), START, Optional.empty(), Optional.empty())));
    }
}
