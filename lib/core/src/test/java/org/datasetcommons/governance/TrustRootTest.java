package org.datasetcommons.governance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.datasetcommons.CommonsException;
import org.datasetcommons.check.Signatures;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.governance.TrustRoot.Holder;
import org.datasetcommons.governance.TrustRoot.Role;
import org.datasetcommons.governance.TrustRoot.RoleHolders;
import org.datasetcommons.history.Commit.Payload;
import org.datasetcommons.io.crypto.SshSignatureVerifier;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.Tampering;
import org.datasetcommons.version.SignedRoot;
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
    void isFollowedByTwoWhereTheOnlyKeyOfSomebodyWhoIsNeededHasEnded() {
        var alone = TrustRoot.first("tales", Digest.of("charter"), People.ANA.handle(), People.ANA.key(), People.START);
        var several = new TrustRoot(
                "tales",
                1,
                alone.previous(),
                alone.charter(),
                new TreeMap<>(Map.of(
                        Role.ROOT, TWO_OF_THREE,
                        Role.MAINTAIN, TWO_OF_THREE,
                        Role.RELEASE, TWO_OF_THREE,
                        Role.LOG, TWO_OF_THREE)),
                People.START);

        assertEquals(
                "two trust roots: one that gives them to another key of ana as well, signed with this one, and then one"
                        + " without this one, signed with the other",
                alone.successorWithout(People.ANA.handle(), People.ANA.key()));
        assertEquals("a trust root that does not", several.successorWithout(People.BEN.handle(), People.BEN.key()));
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
        byte[] statement = TrustRoot.first(
                        "tales", Digest.of("charter"), People.ANA.handle(), People.ANA.key(), People.START)
                .toStatement()
                .bytes();
        byte[] signature = People.ANA.signer().sign(Namespace.ROOT, statement);

        assertTrue(isGood(statement, signature));
        Tampering.eachLowestBit(statement, changed -> assertFalse(isGood(changed, signature)));
        Tampering.eachLowestBit(signature, changed -> assertFalse(isGood(statement, changed)));
    }

    private static boolean isGood(byte[] statement, byte[] signature) {
        try {
            var root = TrustRoot.from(new StrictDocuments().json("1.root.json", statement));
            var signed = new SignedRoot(
                    root, Payload.of(statement), new TreeMap<>(Map.of(People.ANA.handle(), Payload.of(signature))));
            return new Signatures(new SshSignatureVerifier())
                    .fault(List.of(signed))
                    .isEmpty();
        } catch (CommonsException e) {
            return false;
        }
    }
}
