package org.datasetcommons.check;

import java.util.Optional;
import java.util.function.Consumer;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.contributor.Handle;
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
        var root = change.head().root();
        change.head()
                .endedHolders()
                .forEach((person, keys) -> keys.forEach(key -> findings.accept(Finding.warning(
                        name(),
                        Finding.Subject.file(TrustRoot.file(root.version())),
                        "gives roles to the key " + key.fingerprint() + ", which " + person
                                + " has ended; follow it with " + root.successorWithout(person, key)))));
        change.base().ifPresent(base -> checkRootsStay(base, change.head(), findings));
        for (var signed : change.newContributions()) {
            var handle = signed.contribution().id().contributor();
            // Somebody new brings their own key, and proves it by this signature; nobody else can change a key so.
            var after = change.contributorAfter(handle);
            var contributor = Optional.ofNullable(change.judge().contributors().get(handle))
                    .or(() -> after);
            signatures
                    .fault(signed, contributor, change.judge().datasetId())
                    .or(() -> signatures.speakerFault(signed.contribution(), after))
                    .ifPresent(fault ->
                            findings.accept(finding(signed, fault + earlier(change, signed) + gone(change, handle))));
        }
        if (change.base().isPresent()) {
            change.forEachFile((path, file) ->
                    Contributor.handleOf(path).ifPresent(handle -> checkStands(change, handle, findings)));
        }
    }

    /** What somebody has given is signed by them still, whatever the change makes of their page. */
    private void checkStands(Change change, Handle handle, Consumer<Finding> findings) {
        var now = Optional.ofNullable(change.judge().contributors().get(handle));
        var after = change.contributorAfter(handle);
        if (after.equals(now)) {
            return;
        }
        change.judge().contributions().values().stream()
                .filter(signed -> signed.contribution().id().contributor().equals(handle))
                .filter(signed -> !isTakenOut(change, signed))
                .filter(signed ->
                        signatures.speakerFault(signed.contribution(), now).isEmpty())
                .forEach(signed -> signatures
                        .speakerFault(signed.contribution(), after)
                        .ifPresent(fault -> findings.accept(finding(
                                signed,
                                fault + "; maintainers who let that be merge it with git, and take the contribution"
                                        + " out"))));
    }

    private static boolean isTakenOut(Change change, SignedContribution signed) {
        var id = signed.contribution().id();
        return change.base().orElseThrow().contributions().containsKey(id)
                && !change.head().contributions().containsKey(id);
    }

    private Finding finding(SignedContribution signed, String fault) {
        var id = signed.contribution().id();
        return Finding.error(name(), Finding.Subject.file(id.statementFile()), "contribution " + id + " " + fault);
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

    /** What helps where somebody goes on on a branch from before they were taken out. */
    private static String gone(Change change, Handle handle) {
        boolean isGone = !change.judge().contributors().containsKey(handle)
                && change.base()
                        .filter(base -> base.contributors().containsKey(handle))
                        .isPresent();
        return isGone
                ? "; they were taken out since: a maintainer brings " + Contributor.file(handle)
                        + " back, or they give it anew on the branch as it is now: `git checkout -b anew "
                        + change.judge().commit().abbreviated() + "`, `commons add`, `commons sign`"
                : "";
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
