package org.datasetcommons.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.datasetcommons.CommonsException;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Node;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.junit.jupiter.api.Test;

class StatementTest {
    private static final Statement STATEMENT = new Statement(
            List.of(new Statement.Subject("a.txt", Digest.of("a")), new Statement.Subject("b.txt", Digest.of("b"))),
            Statement.BASE + "test/v1",
            Node.fields().put("word", "owl").build());

    private static Statement read(String text) {
        return Statement.from(new StrictDocuments().json("s.json", text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String written() {
        return new String(STATEMENT.bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void isAnInTotoStatementInOneSpelling() {
        assertEquals("""
                {
                  "_type": "https://in-toto.io/Statement/v1",
                  "subject": [
                    {
                      "name": "a.txt",
                      "digest": {
                        "sha256": "%s"
                      }
                    },
                    {
                      "name": "b.txt",
                      "digest": {
                        "sha256": "%s"
                      }
                    }
                  ],
                  "predicateType": "https://datasetcommons.org/test/v1",
                  "predicate": {
                    "word": "owl"
                  }
                }
                """.formatted(Digest.of("a"), Digest.of("b")), written());
        assertEquals(written(), new String(read(written()).bytes(), StandardCharsets.UTF_8));
    }

    @Test
    void isAboutSubjectsByNameAndOfOneType() {
        var read = read(written());

        assertEquals(Digest.of("b"), read.subject("b.txt"));
        assertEquals("owl", read.predicateOf(Statement.BASE + "test/v1").text("word"));
        assertEquals(
                "s.json:18:16: statement has no subject 'c.txt'",
                assertThrows(CommonsException.class, () -> read.subject("c.txt"))
                        .getMessage());
        assertEquals(
                "s.json:18:16: expected a statement of type https://datasetcommons.org/test/v2, found https://datasetcommons.org/test/v1",
                assertThrows(CommonsException.class, () -> read.predicateOf(Statement.BASE + "test/v2"))
                        .getMessage());
    }

    @Test
    void passesOverWhatItDoesNotKnow() {
        var read = read(written()
                .replace("\"sha256\"", "\"sha512\": \"00\", \"sha256\"")
                .replace("\"predicateType\"", "\"mood\": [1], \"predicateType\""));

        assertEquals(STATEMENT.subjects(), read.subjects());
    }

    @Test
    void isNothingElse() {
        assertEquals(
                "s.json:1:1: not an in-toto statement: _type is 'https://in-toto.io/Statement/v2'",
                assertThrows(CommonsException.class, () -> read(written().replace("Statement/v1", "Statement/v2")))
                        .getMessage());
        assertEquals(
                "s.json:1:1: statement has two subjects of one name",
                assertThrows(CommonsException.class, () -> read(written().replace("a.txt", "b.txt")))
                        .getMessage());
        assertEquals(
                "s.json:6:17: missing field 'sha256'",
                assertThrows(CommonsException.class, () -> read(written().replace("sha256", "sha512")))
                        .getMessage());
    }
}
