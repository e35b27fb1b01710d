package org.datasetcommons.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.junit.jupiter.api.Test;

/** {@code docs/format/paths.md}. */
class PathVectorsTest {
    private static List<Node.Fields> lines(String name) {
        var lines = new ArrayList<Node.Fields>();
        new StrictDocuments().jsonLines(name, FormatVectors.bytes(name), lines::add);
        return lines;
    }

    @Test
    void takesEveryGoodPath() {
        var good = lines("paths/good.jsonl");

        for (var line : good) {
            assertEquals(Optional.empty(), DatasetPath.fault(line.text("path")), line.text("path"));
            assertEquals(line.text("path"), DatasetPath.parse(line.text("path")).text());
        }
        assertTrue(good.size() >= 20);
    }

    @Test
    void refusesEveryBadPathForTheFaultBesideIt() throws IOException {
        var bad = lines("paths/bad.jsonl");
        var found = new StringBuilder();

        for (var line : bad) {
            String path = line.text("path");
            var error = assertThrows(CommonsException.class, () -> DatasetPath.parse(path), line.text("name"));
            assertThrows(IllegalArgumentException.class, () -> new DatasetPath(path));
            found.append(inAscii(Json.line(Node.fields()
                            .put("name", line.text("name"))
                            .put("path", path)
                            .put("fault", error.getMessage())
                            .build())))
                    .append('\n');
        }

        FormatVectors.hold(FormatVectors.at("paths/bad.jsonl"), found.toString().getBytes(StandardCharsets.UTF_8));
        assertTrue(bad.size() >= 50);
    }

    /** What nobody can see is escaped, so that the vectors can be read. */
    private static String inAscii(String json) {
        var out = new StringBuilder();
        json.chars().forEach(c -> out.append(c < 0x7F ? String.valueOf((char) c) : String.format("\\u%04x", c)));
        return out.toString();
    }
}
