package org.datasetcommons.train;

import static org.datasetcommons.CommonsException.invalid;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Node;

/**
 * What is learnt from, and what is held out. By default a record's digest decides, so that a record stays on its side however
 * the dataset grows: it is held out if the first eight bytes of {@code SHA-256(salt || 0x00 || digest in hex)}, as an unsigned
 * fraction of 2^64, are below {@code test}.
 *
 * @param field the field that decides instead; empty: the digest
 * @param held the values of that field that are held out
 */
public record Split(double test, String salt, Optional<String> field, List<String> held) {
    public Split {
        held = List.copyOf(held);
    }

    static Split from(Node.Fields fields) {
        var field = fields.findText("field");
        if (field.isPresent()) {
            fields.only("field", "test");
            var held = fields.get("test").asTexts();
            if (held.isEmpty()) {
                throw invalid(fields.get("test").at().prefix() + "test names no value that is held out")
                        .hint("for example: test: [north, south]");
            }
            return new Split(0, "", field, held);
        }
        fields.only("test", "salt", "field");
        double test = fields.find("test").map(Node::asDecimal).orElse(0.2);
        if (test <= 0 || test >= 1) {
            throw invalid(fields.get("test").at().prefix() + "test is a share between 0 and 1, not " + test);
        }
        return new Split(test, fields.findText("salt").orElse(""), Optional.empty(), List.of());
    }

    /** Whether the example is held out. */
    public boolean holdsOut(Example example) {
        if (field.isPresent()) {
            return held.contains(example.fields().getOrDefault(field.get(), ""));
        }
        var hash =
                ByteBuffer.wrap(Digest.of(salt + "\0" + example.digest().hex()).raw());
        // 53 bits are all that a double can tell apart.
        return (hash.getLong() >>> 11) * 0x1.0p-53 < test;
    }
}
