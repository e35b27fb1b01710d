package org.datasetcommons.version;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.datasetcommons.consent.Consent;
import org.datasetcommons.contributor.Handle;
import org.datasetcommons.dataset.ContributedRecord;
import org.datasetcommons.dataset.SortedBytes;
import org.datasetcommons.dataset.Terms;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.provenance.Contribution;
import org.datasetcommons.provenance.ContributionId;
import org.datasetcommons.sorting.Sorting;

/**
 * Records that more than one contribution lists, found by their digests. The lists are read line by line, and of those that
 * are not asked about only the lines that may match.
 */
public final class GivenTwice {
    /** A record as a contribution lists it. */
    public record Given(ContributedRecord record, Contribution contribution) {
        public Handle by() {
            return contribution.id().contributor();
        }

        public ContributionId in() {
            return contribution.id();
        }

        /** The terms that hold for it. */
        public Terms terms() {
            return record.terms(contribution.terms());
        }

        public Consent consent() {
            return contribution.consent();
        }

        public boolean isOnTermsOf(Given other) {
            return terms().equals(other.terms()) && consent().equals(other.consent());
        }
    }

    /** Who gave something, and on what. */
    private record Stated(Handle by, Terms terms, Consent consent) {}

    private final List<Contribution> contributions = new ArrayList<>();
    private final Sorting given;

    private GivenTwice(Sorting given) {
        this.given = given;
    }

    /**
     * Of what some contributions list, that which is listed by those before them, or by others among them.
     *
     * @param before none of them is among the new ones
     * @param each takes what is given again, and how it was given before: once for each person and their terms
     */
    public static void forEach(
            Collection<SignedContribution> before,
            Collection<SignedContribution> added,
            Sorting sorting,
            BiConsumer<Given, List<Given>> each) {
        var twice = new GivenTwice(sorting);
        var brought = new DigestFilter();
        for (var signed : added) {
            int number = twice.number(signed);
            signed.forEachRecord(record -> {
                brought.add(record.digest());
                twice.add(record, number, true);
            });
        }
        for (var signed : before) {
            int number = twice.number(signed);
            signed.forEachRecord(brought, record -> twice.add(record, number, false));
        }
        twice.forEachAgain(each);
    }

    /** Of what all contributions of a version list, that which another one lists, too. */
    public static void forEach(Version version, BiConsumer<Given, List<Given>> each) {
        if (version.contributions().size() < 2) {
            return; // Nobody could have given it before.
        }
        var seen = new DigestFilter();
        var again = new DigestFilter();
        for (var signed : version.contributions().values()) {
            signed.forEachRecord(
                    firstBytes -> {
                        (seen.test(firstBytes) ? again : seen).add(firstBytes);
                        return false;
                    },
                    record -> {});
        }
        var twice = new GivenTwice(version.sorting());
        for (var signed : version.contributions().values()) {
            int number = twice.number(signed);
            signed.forEachRecord(again, record -> twice.add(record, number, true));
        }
        twice.forEachAgain(each);
    }

    private int number(SignedContribution signed) {
        contributions.add(signed.contribution());
        return contributions.size() - 1;
    }

    /** What was there before comes first among equal digests, and then what came earlier. */
    private void add(ContributedRecord record, int number, boolean isNew) {
        byte[] bytes = SortedBytes.record(record, number);
        given.add(ByteBuffer.allocate(Digest.LENGTH + 1 + Integer.BYTES + bytes.length)
                .put(record.digest().raw())
                .put((byte) (isNew ? 1 : 0))
                .putInt(number)
                .put(bytes)
                .array());
    }

    private void forEachAgain(BiConsumer<Given, List<Given>> each) {
        byte[] group = new byte[0];
        Map<Stated, Given> before = new LinkedHashMap<>();
        for (byte[] item : given) {
            var in = ByteBuffer.wrap(item);
            byte[] digest = new byte[Digest.LENGTH];
            in.get(digest);
            if (!java.util.Arrays.equals(group, digest)) {
                group = digest;
                before.clear();
            }
            boolean isNew = in.get() == 1;
            var found = read(in);
            if (isNew) {
                var others = before.values().stream()
                        .filter(other -> !other.in().equals(found.in()))
                        .toList();
                if (!others.isEmpty()) {
                    each.accept(found, others);
                }
            }
            before.putIfAbsent(new Stated(found.by(), found.terms(), found.consent()), found);
        }
    }

    private Given read(ByteBuffer in) {
        var contribution = contributions.get(in.getInt());
        var id = SortedBytes.readId(in);
        var digest = SortedBytes.readDigest(in);
        in.getInt();
        return new Given(SortedBytes.readRest(id, digest, in), contribution);
    }
}
