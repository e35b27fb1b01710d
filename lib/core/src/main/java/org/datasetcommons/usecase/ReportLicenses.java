package org.datasetcommons.usecase;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.license.LicensePolicy;
import org.datasetcommons.license.ReleaseLicense;
import org.datasetcommons.version.Version;

/** The licences of a version: of each record, and of the whole. */
public final class ReportLicenses {
    /**
     * The records under one licence.
     *
     * @param refusal why they do not fit the collection; empty if they do
     */
    public record Share(LicenseExpression license, long records, long bytes, Optional<String> refusal) {}

    /** The report; the shares by licence. */
    public record Outcome(Version version, ReleaseLicense whole, List<Share> shares) {
        public boolean fits() {
            return shares.stream().allMatch(share -> share.refusal().isEmpty());
        }
    }

    private final Workspace workspace;

    public ReportLicenses(Workspace workspace) {
        this.workspace = workspace;
    }

    public Outcome run(Optional<String> revision) {
        var version = workspace.version(revision);
        var policy =
                LicensePolicy.of(version.charter().license(), version.charter().accept());
        var counts = new TreeMap<String, long[]>();
        for (var entry : version.coverage().manifest()) {
            long[] count = counts.computeIfAbsent(entry.terms().license().toString(), license -> new long[2]);
            count[0]++;
            count[1] += entry.size();
        }
        var shares = counts.entrySet().stream()
                .map(entry -> {
                    var license = LicenseExpression.parse(entry.getKey());
                    return new Share(license, entry.getValue()[0], entry.getValue()[1], policy.refusal(license));
                })
                .toList();
        return new Outcome(
                version,
                ReleaseLicense.of(
                        version.charter().license(),
                        version.coverage().manifest().licenses()),
                shares);
    }
}
