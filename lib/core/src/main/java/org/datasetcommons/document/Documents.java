package org.datasetcommons.document;

import java.util.function.Consumer;

/** Strict readers of structured text; {@code io.yaml} has them. All fail with file, line and column. */
public interface Documents {
    /** Reads what people write. */
    Node.Fields yaml(String file, byte[] bytes);

    /** Reads what the tool writes. */
    Node.Fields json(String file, byte[] bytes);

    /** Reads one line of a JSON Lines file that is read line by line. */
    Node jsonLine(String file, int line, String text);

    /** As {@link #jsonLine(String, int, String)}, for bytes that nobody has decoded yet. */
    Node jsonLine(String file, int line, byte[] bytes);

    /** Reads a JSON Lines file, one mapping a line; the last line too ends in a newline. */
    void jsonLines(String file, byte[] bytes, Consumer<Node.Fields> each);
}
