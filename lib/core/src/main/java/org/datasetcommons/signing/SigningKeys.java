package org.datasetcommons.signing;

import java.util.HashMap;
import java.util.List;
import org.datasetcommons.contributor.PublicKey;

/** The keys at hand, in the order in which they should be tried. */
public interface SigningKeys {
    /**
     * A key that can sign.
     *
     * @param origin where it is, for people: a file, or the agent
     */
    record Candidate(PublicKey publicKey, String origin, java.util.function.Supplier<Signer> opener) {
        /** Opens the key; a passphrase may be asked for. */
        public Signer signer() {
            return opener.get();
        }
    }

    /** The same keys, of which each is opened once at most, so that nobody is asked twice for a passphrase. */
    static SigningKeys openingOnce(SigningKeys keys) {
        var opened = new HashMap<PublicKey, Signer>();
        var candidates = keys.candidates().stream()
                .map(key -> new Candidate(
                        key.publicKey(),
                        key.origin(),
                        () -> opened.computeIfAbsent(key.publicKey(), same -> key.signer())))
                .toList();
        return () -> candidates;
    }

    /** All of them: the one git is set to use, the agent's, then the usual files. */
    List<Candidate> candidates();

    /**
     * The first of them.
     *
     * @throws org.datasetcommons.CommonsException if there is none, with how to make one
     */
    default Candidate first() {
        return candidates().stream()
                .findFirst()
                .orElseThrow(() -> org.datasetcommons.CommonsException.precondition("there is no key to sign with")
                        .hint("make one with `commons key new`")
                        .hint("or name one with `--sign-with FILE`"));
    }
}
