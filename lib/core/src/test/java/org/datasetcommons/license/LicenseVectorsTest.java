package org.datasetcommons.license;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.datasetcommons.CommonsException;
import org.datasetcommons.document.FormatVectors;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.junit.jupiter.api.Test;

/** {@code docs/format/license-expression.md}. */
class LicenseVectorsTest {
    private static List<Node.Fields> lines(String name) {
        var lines = new ArrayList<Node.Fields>();
        new StrictDocuments().jsonLines(name, FormatVectors.bytes("license-expression/" + name), lines::add);
        return lines;
    }

    private static void hold(String name, UnaryOperator<Node.Fields> answer) throws IOException {
        var found = new StringBuilder();
        lines(name).forEach(line -> found.append(Json.line(answer.apply(line))).append('\n'));
        FormatVectors.hold(
                FormatVectors.at("license-expression/" + name), found.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsGoodExpressionsAndPrintsThemInOneSpelling() throws IOException {
        hold("good.jsonl", line -> {
            var expression = LicenseExpression.parse(line.text("text"));
            assertEquals(expression, LicenseExpression.parse(expression.toString()));
            return Node.fields()
                    .put("text", line.text("text"))
                    .put("prints", expression.toString())
                    .put("licenses", expression.licenses())
                    .build();
        });
        assertTrue(lines("good.jsonl").size() >= 20);
    }

    @Test
    void refusesBadExpressionsWithTheMessageBesideThem() throws IOException {
        hold("bad.jsonl", line -> {
            var error = assertThrows(
                    CommonsException.class, () -> LicenseExpression.parse(line.text("text")), line.text("text"));
            return Node.fields()
                    .put("text", line.text("text"))
                    .put("error", error.getMessage())
                    .put("hint", String.join("; ", error.hints()))
                    .build();
        });
        assertTrue(lines("bad.jsonl").size() >= 50);
    }

    @Test
    void computesTheLicenceOfTheWhole() throws IOException {
        hold("whole.jsonl", line -> {
            var collection = LicenseExpression.parse(line.text("collection"));
            var records =
                    line.texts("records").stream().map(LicenseExpression::parse).toList();
            var whole = ReleaseLicense.of(collection, records);
            var obligations = Node.fields();
            whole.obligations().forEach(obligations::put);
            return Node.fields()
                    .put("collection", line.text("collection"))
                    .put("records", line.texts("records"))
                    .put("license", whole.expression().toString())
                    .put("obligations", obligations)
                    .build();
        });
    }

    @Test
    void judgesEveryPairAsTheTableOfTheFormatPageDoes() {
        var table = new String(FormatVectors.bytes("license-expression/compatibility.csv"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(","))
                .toList();
        int pairs = 0;
        for (String[] row : table.subList(1, table.size())) {
            for (int column = 1; column < row.length; column++) {
                var content = LicenseExpression.parse(row[0]);
                var collection = LicenseExpression.parse(table.get(0)[column]);
                assertEquals(
                        Fit.ofCode(row[column]),
                        Compatibility.table().judge(content, collection).fit(),
                        content + " in " + collection);
                pairs++;
            }
        }
        assertTrue(pairs >= 600, pairs + " pairs");
    }
}
