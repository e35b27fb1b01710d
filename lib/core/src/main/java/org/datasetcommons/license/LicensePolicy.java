package org.datasetcommons.license;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.datasetcommons.license.LicenseExpression.AllOf;
import org.datasetcommons.license.LicenseExpression.AnyOf;

/**
 * What a dataset takes in: the licence of its collection, and the list of licences that its charter accepts. To be on that
 * list is the maintainers' decision where the table leaves one open; it does not make a licence fit that does not.
 */
public final class LicensePolicy {
    private final LicenseExpression collection;
    private final Set<LicenseExpression> accepted;

    private LicensePolicy(LicenseExpression collection, Set<LicenseExpression> accepted) {
        this.collection = collection;
        this.accepted = accepted;
    }

    /** @param accepted an empty list accepts whatever fits without a decision */
    public static LicensePolicy of(LicenseExpression collection, List<LicenseExpression> accepted) {
        return new LicensePolicy(collection, new HashSet<>(accepted));
    }

    /** Why content under this licence is not taken in; empty if it is. */
    public Optional<String> refusal(LicenseExpression content) {
        if (content instanceof AnyOf any
                && !accepted.contains(content)
                && any.choices().stream().anyMatch(choice -> refusal(choice).isEmpty())) {
            return Optional.empty(); // One part of a choice does that is both accepted and fits.
        }
        if (!accepted.isEmpty() && !isAccepted(content)) {
            return Optional.of("licence " + content + " is not one that the charter accepts");
        }
        var judgement = Compatibility.table().judge(acceptedPart(content), collection);
        if (judgement.fit().isWelcome() || judgement.fit().canBeDecided() && !accepted.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(judgement.fit().reason(judgement.deciding(), collection.toString()));
    }

    /** Of a choice the first part that is accepted, whose fit then decides. */
    private LicenseExpression acceptedPart(LicenseExpression content) {
        return content instanceof AnyOf any && !accepted.isEmpty() && !accepted.contains(content)
                ? any.choices().stream().filter(this::isAccepted).findFirst().orElse(content)
                : content;
    }

    private boolean isAccepted(LicenseExpression content) {
        if (accepted.contains(content)) {
            return true;
        }
        if (content instanceof AnyOf any) {
            return any.choices().stream().anyMatch(this::isAccepted);
        }
        return content instanceof AllOf all && all.parts().stream().allMatch(this::isAccepted);
    }
}
