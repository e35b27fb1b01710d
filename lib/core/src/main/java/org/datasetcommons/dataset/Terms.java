package org.datasetcommons.dataset;

import org.datasetcommons.document.Node;
import org.datasetcommons.license.LicenseExpression;

/**
 * On what terms records are given.
 *
 * @param source where it comes from: a text or a URL
 * @param credit the line by which the giver or maker wants to be named
 */
public record Terms(LicenseExpression license, String source, Basis basis, String credit) {
    public static final java.util.List<String> FIELDS = java.util.List.of("license", "source", "basis", "credit");

    /** Fields that we do not know are refused: they might forbid what the others allow. */
    public static Terms from(Node.Fields fields) {
        fields.only(FIELDS);
        return new Terms(
                fields.parsed("license", LicenseExpression::parse),
                fields.text("source"),
                fields.parsed("basis", Basis::parse),
                fields.text("credit"));
    }

    public Node.Fields toNode() {
        return Node.fields()
                .put("license", license.toString())
                .put("source", source)
                .put("basis", basis.toString())
                .put("credit", credit)
                .build();
    }
}
