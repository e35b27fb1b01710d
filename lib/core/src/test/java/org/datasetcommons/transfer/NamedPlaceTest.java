package org.datasetcommons.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.datasetcommons.store.Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How far a place is trusted, by who named it, where the remote is at git.example.org. */
class NamedPlaceTest {
    private static final Optional<String> REMOTE = Optional.of("git.example.org");

    /** Knows one host inside. */
    private record Hosts(String inside) implements Web {
        @Override
        public Answer send(Ask ask) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isInside(String host) {
            return host.equals(inside);
        }
    }

    private static NamedPlace named(NamedBy by, String address) {
        return new NamedPlace(Address.parse(address), by);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "PERSON,http://anywhere.example.org,-",
                "PERSON,lfs+https://ana:secret@anywhere.example.org,-",
                "DATASET,https://anywhere.example.org,-",
                "DATASET,http://git.example.org/owls,-",
                "DATASET,http://anywhere.example.org,it is neither https nor the host of the remote",
                "DATASET,https://ana@anywhere.example.org,there is a name or password in the address",
                "PROPOSAL,https://anywhere.example.org,-",
                "PROPOSAL,lfs+http://GIT.example.org/owls,-",
                "PROPOSAL,http://anywhere.example.org,it is neither https nor the host of the remote",
                "PROPOSAL,https://ana:x@git.example.org,there is a name or password in the address"
            })
    void asksOnlyWhatWhoNamedItMayName(NamedBy by, String address, String objection) {
        assertEquals(Optional.ofNullable(objection), named(by, address).objection(REMOTE));
    }

    @Test
    void nobodyButThePersonNamesPlacesOnThisMachine() {
        var local = new Address.Local(Path.of("/etc"));
        var ssh = new Address.Ssh("git@git.example.org:owls");

        assertEquals(Optional.empty(), new NamedPlace(local, NamedBy.PERSON).objection(REMOTE));
        for (var address : new Address[] {local, ssh}) {
            assertEquals(
                    Optional.of("only places on the web may be named by others"),
                    new NamedPlace(address, NamedBy.DATASET).objection(REMOTE));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // by, address, remote is inside: identify, may be inside
        "PERSON,http://anywhere.example.org,false,true,true",
        "DATASET,https://anywhere.example.org,false,false,false",
        "DATASET,https://anywhere.example.org,true,false,true",
        "DATASET,lfs+https://anywhere.example.org,false,true,false",
        "DATASET,https://git.example.org/static,false,true,true",
        "PROPOSAL,lfs+https://anywhere.example.org,true,false,false",
        "PROPOSAL,lfs+https://git.example.org/fork.git/info/lfs,false,true,true"
    })
    void permitsWhatWhoNamedItMayHaveDone(
            NamedBy by, String address, boolean remoteIsInside, boolean identify, boolean inside) {
        var hosts = new Hosts(remoteIsInside ? "git.example.org" : "elsewhere.example.org");

        assertEquals(new Permit(identify, inside), named(by, address).permit(REMOTE, hosts));
    }
}
