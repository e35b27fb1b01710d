package org.datasetcommons.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Person;
import org.datasetcommons.store.Address;
import org.junit.jupiter.api.Test;

class ObjectsTrailerTest {
    private static Commit commit(String message) {
        return new Commit(
                new CommitId("0".repeat(40)),
                List.of(),
                new Person("Ana Example", "ana@example.org"),
                Instant.EPOCH,
                message,
                Commit.Payload.of(new byte[0]),
                Optional.empty());
    }

    private static List<String> places(String... messages) {
        return ObjectsTrailer.places(List.of(messages).stream()
                        .map(ObjectsTrailerTest::commit)
                        .toList())
                .stream()
                .map(Address::toString)
                .toList();
    }

    @Test
    void findsPlacesOfAllCommitsOnce() {
        assertEquals(
                List.of("https://b.example.org", "lfs+https://a.example.org/owls.git/info/lfs"),
                places(
                        "Second\n\nObjects: https://b.example.org\nSigned-off-by: Ana <ana@example.org>\n",
                        "First\n\nObjects: lfs+https://a.example.org/owls.git/info/lfs\nObjects: https://b.example.org/\n"));
    }

    @Test
    void passesOverWhatIsNoPlaceForOthers() {
        assertEquals(
                List.of(),
                places("x\n\nObjects: /etc/passwd\nObjects: file:///etc\nObjects: ftp://a.example.org\n"
                        + "objects: https://a.example.org\n Objects: https://a.example.org\nObjects: \n"));
    }

    @Test
    void takesNoMoreThanAProposalCanNeed() {
        var message = new StringBuilder("x\n\n");
        for (int i = 0; i < 100; i++) {
            message.append(ObjectsTrailer.line(Address.parse("https://a.example.org/" + i)));
        }

        assertEquals(8, places(message.toString()).size());
    }
}
