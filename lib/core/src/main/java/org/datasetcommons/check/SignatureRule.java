package org.datasetcommons.check;

import java.util.Optional;
import java.util.function.Consumer;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.governance.TrustRoot;
import org.datasetcommons.version.SignedContribution;
import org.datasetcommons.version.Version;

/** Every contribution is signed by its contributor, with a key the judging version knows, for this dataset. */
final class SignatureRule implements Rule {
    private final Signatures signatures;

    SignatureRule(Signatures signatures) {
        this.signatures = signatures;
    }

    @Override
    public String name() {
        return "signature";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        signatures
                .fault(change.head().roots())
                .ifPresent(fault -> findings.accept(Finding.error(name(), Finding.Subject.file("trust"), fault)));
        change.base().ifPresent(base -> checkRootsStay(base, change.head(), findings));
        for (var signed : change.newContributions()) {
            var handle = signed.contribution().id().contributor();
            // Somebody new brings their own key, and proves it by this signature; nobody else can change a key so.
            var contributor = Optional.ofNullable(change.judge().contributors().get(handle))
                    .or(() -> Optional.ofNullable(change.head().contributors().get(handle)));
            signatures
                    .fault(signed, contributor, change.judge().datasetId())
                    .ifPresent(fault -> findings.accept(Finding.error(
                            name(),
                            Finding.Subject.file(signed.contribution().id().statementFile()),
                            "contribution " + signed.contribution().id() + " " + fault + earlier(change, signed))));
        }
    }

    /** What helps where somebody new made two offers, and the second was merged first, with a page that begins with it. */
    private static String earlier(Change change, SignedContribution signed) {
        var contribution = signed.contribution();
        var handle = contribution.id().contributor();
        boolean isOfferedEarlier = change.base().isPresent()
                && Optional.ofNullable(change.head().contributors().get(handle))
                        .filter(offered -> offered.speaks(contribution.key(), contribution.created()))
                        .isPresent()
                && Optional.ofNullable(change.judge().contributors().get(handle))
                        .flatMap(known -> known.findKey(contribution.key()))
                        .filter(known ->
                                known.revoked().isEmpty() && known.from().isAfter(contribution.created()))
                        .isPresent();
        if (!isOfferedEarlier) {
            return "";
        }
        var merged = change.judge().contributions().keySet().stream()
                .filter(id -> id.contributor().equals(handle))
                .findFirst()
                .map(id -> " with " + id)
                .orElse("");
        return ", as their page came" + merged + ", which was offered later: where neither is merged yet, merge both at"
                + " once; else a maintainer takes " + Contributor.file(handle)
                + " from this offer first, in a signed commit";
    }

    /** Who holds a role has it from those before them; nobody writes themselves into the beginning. */
    private void checkRootsStay(Version base, Version head, Consumer<Finding> findings) {
        for (int i = 0; i < base.roots().size(); i++) {
            var before = base.roots().get(i);
            if (head.roots().size() <= i || !head.roots().get(i).digest().equals(before.digest())) {
                findings.accept(Finding.error(
                        name(),
                        Finding.Subject.file(TrustRoot.file(before.root().version())),
                        "was changed or removed; a trust root is followed by another, and never changed"));
            }
        }
    }
}
