package org.datasetcommons.check;

import java.util.Optional;
import java.util.function.Consumer;
import org.datasetcommons.governance.TrustRoot;
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
                            "contribution " + signed.contribution().id() + " " + fault)));
        }
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
