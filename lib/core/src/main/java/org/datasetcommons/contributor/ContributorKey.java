package org.datasetcommons.contributor;

import java.time.Instant;
import java.util.Optional;
import org.datasetcommons.document.Node;

/**
 * A key of a contributor and when it speaks for them.
 *
 * @param until from then on it signs nothing new; what it signed before stays signed
 * @param revoked why nothing it ever signed counts any more, as after a theft
 */
public record ContributorKey(PublicKey key, Instant from, Optional<Instant> until, Optional<String> revoked) {
    public static ContributorKey from(Node.Fields fields) {
        fields.only("key", "from", "until", "revoked");
        return new ContributorKey(
                fields.parsed("key", PublicKey::parse),
                Times.parse(fields.get("from")),
                fields.find("until").map(Times::parse),
                fields.findText("revoked"));
    }

    public Node.Fields toNode() {
        return Node.fields()
                .put("key", key.line())
                .put("from", from.toString())
                .putIfPresent("until", until.map(Instant::toString))
                .putIfPresent("revoked", revoked)
                .build();
    }

    /** Whether a signature made then is the contributor's. */
    public boolean speaksAt(Instant when) {
        return revoked.isEmpty()
                && !when.isBefore(from)
                && until.map(when::isBefore).orElse(true);
    }

    /** Whether its owner had ended it by then. */
    public boolean hasEndedBy(Instant when) {
        return revoked.isPresent() || until.map(end -> !end.isAfter(when)).orElse(false);
    }

    /** Whether a key may become this: it begins when it began, and what has ended it stays; its end may come earlier. */
    public boolean mayFollow(ContributorKey before) {
        return key.equals(before.key) && from.equals(before.from) && keepsEndOf(before);
    }

    /** Whether whatever ended a key ends it here, too. */
    public boolean keepsEndOf(ContributorKey before) {
        boolean isLate =
                before.until.isPresent() && (until.isEmpty() || until.get().isAfter(before.until.get()));
        return !isLate && (before.revoked.isEmpty() || revoked.isPresent());
    }

    /** The key with the end that another form of it has, too: the earlier of both. */
    public ContributorKey endedAs(ContributorKey other) {
        var end = other.until
                .filter(theirs -> until.isEmpty() || theirs.isBefore(until.get()))
                .or(() -> until);
        return new ContributorKey(key, from, end, revoked.or(other::revoked));
    }

    public ContributorKey retiredAt(Instant when) {
        return new ContributorKey(key, from, Optional.of(when), revoked);
    }

    public ContributorKey revokedFor(String reason) {
        return new ContributorKey(key, from, until, Optional.of(reason));
    }
}
