package org.datasetcommons.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.datasetcommons.contributor.Contributor;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.governance.TrustRoot;
import org.datasetcommons.governance.TrustRoot.Holder;
import org.datasetcommons.governance.TrustRoot.Role;
import org.datasetcommons.governance.TrustRoot.RoleHolders;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.io.crypto.SshSignatureVerifier;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.TestDataset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages of those to whom the trust root gives a role. */
class ProtectedRuleTest {
    @TempDir
    private Path folder;

    private TestDataset dataset;
    private CommitId base;

    /** Mia maintains beside Ana, and has given nothing yet. */
    @BeforeEach
    void begin() {
        dataset = TestDataset.in(folder);
        var first = dataset.version().roots().get(0);
        var roles = new TreeMap<>(first.root().roles());
        roles.put(
                Role.MAINTAIN,
                new RoleHolders(
                        1,
                        List.of(
                                new Holder(People.ANA.handle(), List.of(People.ANA.key())),
                                new Holder(People.MIA.handle(), List.of(People.MIA.key())))));
        var charter = dataset.version().tree().read(Charter.FILE).orElseThrow();
        var second = new TrustRoot(
                first.root().name(), 2, Optional.of(first.digest()), Digest.of(charter), roles, dataset.now());
        base = dataset.commit(TestDataset.root(second, People.ANA), People.ANA);
    }

    @AfterEach
    void end() {
        dataset.close();
    }

    @Test
    void nobodyComesAnewWithTheNameOfAMaintainer() {
        dataset.commit(
                page(new Contributor(
                        People.MIA.handle(),
                        "Mia Example",
                        "Mia Example",
                        People.EVE.contributor().keys())),
                People.EVE);

        assertEquals(
                List.of(
                        "error contributors/mia.yaml: is the page of somebody to whom the trust root gives a role, and has none "
                                + "of the keys that it gives them"),
                since());
    }

    @Test
    void theMaintainerComesWithTheKeyThatTheRootNames() {
        dataset.commit(page(People.MIA.contributor()), People.MIA);

        assertEquals(List.of(), since());
    }

    @Test
    void thePageOfAMaintainerStaysWhileTheRootNamesThem() {
        base = dataset.commit(page(People.MIA.contributor()), People.MIA);
        dataset.commit(new TreeEdit().remove(Contributor.file(People.MIA.handle())), People.ANA);

        assertEquals(
                List.of(
                        "error contributors/mia.yaml: was removed, and the trust root gives its person a role, with keys that "
                                + "only the page can end; make a new trust root without them first"),
                since());
    }

    private static TreeEdit page(Contributor contributor) {
        return new TreeEdit().put(Contributor.file(contributor.handle()), contributor.bytes());
    }

    private List<String> since() {
        var findings = new ArrayList<String>();
        var before = dataset.version(base);
        new ProtectedRule(new Signatures(new SshSignatureVerifier()))
                .check(
                        new Change(
                                before,
                                Optional.of(before),
                                dataset.version(),
                                dataset.repository().log(Optional.of(base), dataset.head())),
                        finding -> findings.add(
                                finding.severity() + " " + finding.subject().name() + ": " + finding.message()));
        return findings;
    }
}
