package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.invalid;
import static org.datasetcommons.CommonsException.precondition;

import java.text.Normalizer;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.datasetcommons.CommonsException;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.ContributorKey;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.governance.TrustRoot;
import org.datasetcommons.governance.TrustRoot.Role;
import org.datasetcommons.history.Person;
import org.datasetcommons.history.Repository;
import org.datasetcommons.signing.Signer;
import org.datasetcommons.signing.SigningKeys;
import org.datasetcommons.version.Version;

/**
 * Who is at work: the person git names, the key they sign with, and the contributor that this makes them.
 *
 * @param isNew whether the dataset does not know them yet, so that their first contribution brings their file
 */
public record Identity(Person person, Signer signer, Contributor contributor, boolean isNew) {
    public Handle handle() {
        return contributor.handle();
    }

    /** Finds out who is at work in a dataset. The first usable key that the dataset knows decides. */
    public static Identity find(
            Repository repository, Version version, SigningKeys keys, Optional<Handle> wanted, Instant now) {
        var person = person(repository);
        for (var candidate : keys.candidates()) {
            var owner = version.findOwner(candidate.publicKey())
                    .filter(contributor -> contributor.speaks(candidate.publicKey(), now))
                    .filter(contributor ->
                            wanted.map(contributor.handle()::equals).orElse(true));
            if (owner.isPresent()) {
                return new Identity(person, candidate.signer(), owner.get(), false);
            }
        }
        keys.first();
        var first = keys.candidates().stream()
                .filter(candidate -> version.findOwner(candidate.publicKey()).isEmpty())
                .findFirst()
                .orElseThrow(() -> taken(keys.first().publicKey(), version, now));
        var handle =
                wanted.or(() -> version.root().findPerson(first.publicKey())).orElseGet(() -> handleOf(person));
        var given = version.root().keysOf(handle);
        if (!given.isEmpty()
                && !given.contains(first.publicKey())
                && !version.contributors().containsKey(handle)) {
            throw precondition(handle + " has a role here, and "
                            + first.publicKey().fingerprint() + " is not one of the keys that it is given to")
                    .hint("if you are " + handle + ", sign with one of those: `--sign-with FILE`")
                    .hint("if you are somebody else, choose another handle with --as");
        }
        if (version.contributors().containsKey(handle)) {
            throw precondition("contributor " + handle + " exists here, and "
                            + first.publicKey().fingerprint() + " is not one of their keys")
                    .hint("if you are " + handle + ", add the key with one that is known: `commons key add`")
                    .hint("if you are somebody else, choose another handle with --as");
        }
        return new Identity(person, first.signer(), newcomer(handle, person, first.publicKey(), now), true);
    }

    /**
     * Looks whether the key that they sign with stands for them in a role. A role is given to keys, which need not be all
     * that a person has.
     *
     * @param deed what only those in the role may do, as {@code merge into this dataset}
     * @throws org.datasetcommons.CommonsException if it does not
     */
    Identity require(Role role, Version version, String deed) {
        var root = version.root();
        var holders = root.role(role);
        if (holders.persons(List.of(signer.publicKey())).contains(handle())) {
            return this;
        }
        var own = holders.holders().stream()
                .filter(holder -> holder.person().equals(handle()))
                .flatMap(holder -> holder.keys().stream())
                .toList();
        if (own.isEmpty()) {
            throw precondition(handle() + " may not " + deed)
                    .hint("those who may: "
                            + holders.holders().stream()
                                    .map(holder -> holder.person().name())
                                    .collect(Collectors.joining(", ")));
        }
        var refused = precondition(handle() + " may " + deed + ", but not with "
                + signer.publicKey().fingerprint());
        var usable = own.stream()
                .filter(key -> !version.hasEnded(handle(), key))
                .map(PublicKey::fingerprint)
                .toList();
        throw usable.isEmpty()
                ? refused.hint(TrustRoot.file(root.version()) + " gives that to "
                        + own.get(0).fingerprint() + ", which has ended; follow it with "
                        + root.successorWithout(handle(), own.get(0)))
                : refused.hint("sign with " + String.join(" or ", usable)
                        + ": `--sign-with FILE`; `commons key list` shows those at hand");
    }

    /** A key is one person's, for good: nobody comes anew with a key that the dataset knows. */
    private static CommonsException taken(PublicKey key, Version version, Instant now) {
        var owner = version.findOwner(key).orElseThrow();
        var known = owner.findKey(key).orElseThrow();
        if (known.revoked().isEmpty() && now.isBefore(known.from())) {
            return precondition(key.fingerprint() + " is a key of " + owner.handle() + " from " + known.from()
                            + " on, and this machine says it is " + now)
                    .hint("set the clock of this machine; what is signed carries its time");
        }
        return precondition(key.fingerprint() + " is a key of " + owner.handle()
                        + known.revoked()
                                .map(reason -> ", revoked: " + reason)
                                .or(() -> known.until().map(until -> ", retired on " + until))
                                .orElse(""))
                .hint("sign with another key: `--sign-with FILE`; `commons key list` shows those at hand");
    }

    /**
     * A contributor who comes with this key.
     *
     * @throws CommonsException if no file can have the handle for its name on every system; who is known already keeps it
     */
    public static Contributor newcomer(Handle handle, Person person, PublicKey key, Instant now) {
        if (DatasetPath.fault(Contributor.file(handle)).isPresent()) {
            throw invalid("the handle " + handle + " would make " + Contributor.file(handle)
                            + ", which is the name of a device on Windows")
                    .hint("choose another handle with --as");
        }
        return new Contributor(
                handle,
                person.name(),
                person.name(),
                List.of(new ContributorKey(key, now, Optional.empty(), Optional.empty())));
    }

    /** The person that git is told to name in commits. */
    public static Person person(Repository repository) {
        var name = repository.settings().find("user.name");
        var email = repository.settings().find("user.email");
        if (name.isEmpty() || email.isEmpty()) {
            throw precondition("git does not know your name and e-mail address yet, which commits carry")
                    .hint("tell it: `git config --global user.name \"Your Name\"`")
                    .hint("and: `git config --global user.email you@example.org`");
        }
        return new Person(name.get(), email.get());
    }

    /** A handle made of a person's name, or of their e-mail address where the name has no usable letters. */
    public static Handle handleOf(Person person) {
        String fromName = slug(person.name());
        if (fromName.isEmpty()) {
            return new Handle(slug("c " + person.email().replaceFirst("@.*", "")));
        }
        var handle = new Handle(fromName);
        return DatasetPath.fault(Contributor.file(handle)).isEmpty() ? handle : new Handle("c-" + fromName);
    }

    private static String slug(String text) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFD)
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return plain.length() > 39 ? plain.substring(0, 39).replaceAll("-$", "") : plain;
    }
}
