package org.datasetcommons.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.datasetcommons.CommonsException;
import org.datasetcommons.check.Signatures;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.governance.TrustRoot.Holder;
import org.datasetcommons.governance.TrustRoot.Role;
import org.datasetcommons.governance.TrustRoot.RoleHolders;
import org.datasetcommons.io.crypto.SshSignatureVerifier;
import org.datasetcommons.testkit.MapTree;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.Tampering;
import org.datasetcommons.testkit.TestDataset;
import org.datasetcommons.testkit.TreeRepository;
import org.junit.jupiter.api.Test;

class TrustRootTest {
    private static final PublicKey ANA2 = People.ANA.spare(2).publicKey();
    private static final RoleHolders TWO_OF_THREE = new RoleHolders(
            2,
            List.of(
                    new Holder(People.ANA.handle(), List.of(People.ANA.key(), ANA2)),
                    new Holder(People.BEN.handle(), List.of(People.BEN.key())),
                    new Holder(People.MIA.handle(), List.of(People.MIA.key()))));

    @Test
    void countsPersonsAndNotKeys() {
        assertFalse(TWO_OF_THREE.isMetBy(List.of()));
        assertFalse(TWO_OF_THREE.isMetBy(List.of(People.ANA.key())));
        assertFalse(TWO_OF_THREE.isMetBy(List.of(People.ANA.key(), ANA2)));
        assertFalse(TWO_OF_THREE.isMetBy(List.of(People.BEN.key(), People.BEN.key())));
        assertFalse(TWO_OF_THREE.isMetBy(List.of(People.BEN.key(), People.EVE.key())));
        assertTrue(TWO_OF_THREE.isMetBy(List.of(ANA2, People.BEN.key())));
        assertTrue(TWO_OF_THREE.isMetBy(List.of(People.MIA.key(), People.BEN.key(), People.EVE.key())));
    }

    @Test
    void namesThePersonsBehindKeys() {
        assertEquals(
                Set.of(People.ANA.handle(), People.MIA.handle()),
                TWO_OF_THREE.persons(List.of(ANA2, People.ANA.key(), People.EVE.key(), People.MIA.key())));
    }

    @Test
    void refusesRolesThatNobodyCouldMeet() {
        var ana = new Holder(People.ANA.handle(), List.of(People.ANA.key()));

        for (int threshold : new int[] {-1, 0, 2}) {
            assertThrows(CommonsException.class, () -> new RoleHolders(threshold, List.of(ana)));
        }
        assertThrows(CommonsException.class, () -> new RoleHolders(1, List.of()));
        assertThrows(CommonsException.class, () -> new RoleHolders(1, List.of(ana, ana)));
        assertThrows(CommonsException.class, () -> new Holder(People.BEN.handle(), List.of()));
        assertThrows(
                CommonsException.class,
                () -> new RoleHolders(1, List.of(ana, new Holder(People.BEN.handle(), List.of(People.ANA.key())))));
    }

    @Test
    void givesOnePersonEveryRoleAtFirst() {
        var root = TrustRoot.first("tales", Digest.of("charter"), People.ANA.handle(), People.ANA.key(), People.START);

        for (var role : Role.values()) {
            assertEquals(
                    new RoleHolders(1, List.of(new Holder(People.ANA.handle(), List.of(People.ANA.key())))),
                    root.role(role));
        }
    }

    @Test
    void noticesEveryChangedByteOfStatementAndSignature() {
        var root = TrustRoot.first("tales", Digest.of("charter"), People.ANA.handle(), People.ANA.key(), People.START);
        var whole = new MapTree()
                .put("commons.yaml", TestDataset.bytes(TestDataset.CHARTER))
                .apply(TestDataset.root(root, People.ANA));
        assertTrue(isGood(whole));

        for (String file : List.of("trust/1.root.json", "trust/1.root.json.ana.sig")) {
            byte[] bytes = whole.read(file).orElseThrow();
            Tampering.each(bytes, changed -> {
                whole.put(file, changed);
                assertFalse(isGood(whole), file);
            });
            whole.put(file, bytes);
        }
        assertTrue(isGood(whole));
    }

    private static boolean isGood(MapTree tree) {
        try {
            return new Signatures(new SshSignatureVerifier())
                    .fault(TreeRepository.version(tree).roots())
                    .isEmpty();
        } catch (CommonsException e) {
            return false;
        }
    }
}
