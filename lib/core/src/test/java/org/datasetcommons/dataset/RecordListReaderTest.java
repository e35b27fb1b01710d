package org.datasetcommons.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.datasetcommons.CommonsException;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.junit.jupiter.api.Test;

class RecordListReaderTest {
    private static final String LINE = "{\"path\":\"data/owls.csv\",\"key\":\"17\",\"sha256\":\""
            + Digest.of("an owl").hex() + "\",\"size\":6,\"type\":\"text/csv\"}";

    private static RecordListReader reader(String list) {
        return new RecordListReader(
                "records", new ByteArrayInputStream(list.getBytes(StandardCharsets.UTF_8)), 1, new StrictDocuments());
    }

    @Test
    void readsALine() throws IOException {
        var reader = reader(LINE + "\n");
        assertTrue(reader.next());
        assertEquals("data/owls.csv#17", reader.record().id().toString());
    }

    /** Whatever follows it in memory. */
    @Test
    void saysOfALineThatIsCutShortWhichItIs() {
        for (int length = 0; length < LINE.length(); length++) {
            for (String next : new String[] {"", LINE + "\n"}) {
                var reader = reader(LINE + "\n" + LINE.substring(0, length) + "\n" + next);
                var refused = assertThrows(CommonsException.class, () -> {
                    while (reader.next()) {
                        reader.record();
                    }
                });
                assertEquals(CommonsException.Kind.INVALID_INPUT, refused.kind());
                assertTrue(refused.getMessage().startsWith("records:2:"), refused.getMessage());
            }
        }
    }

    /** One that may be anything is for the strict reader. */
    @Test
    void passesOverNoLineWhoseDigestItCannotTell() {
        for (int length = 0; length < LINE.indexOf("\",\"size"); length++) {
            var reader = reader(LINE.substring(0, length) + "\n");
            boolean isTold = length >= LINE.indexOf(Digest.of("an owl").hex()) + 8;
            if (!isTold) {
                assertThrows(CommonsException.class, () -> reader.next(first -> false));
            }
        }
    }
}
