package org.datasetcommons.check;

import java.util.Optional;
import java.util.function.Consumer;

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
}
