package org.datasetcommons.io.yaml;

import static org.datasetcommons.CommonsException.invalid;

import java.util.Arrays;
import java.util.function.Consumer;
import org.datasetcommons.document.Documents;
import org.datasetcommons.document.Node;

/** The strict readers as the subjects know them. */
public final class StrictDocuments implements Documents {
    @Override
    public Node.Fields yaml(String file, byte[] bytes) {
        return StrictYaml.readFields(file, bytes);
    }

    @Override
    public Node.Fields json(String file, byte[] bytes) {
        return StrictJson.readFields(file, bytes);
    }

    @Override
    public Node jsonLine(String file, int line, String text) {
        return StrictJson.readLine(file, line, text);
    }

    @Override
    public Node jsonLine(String file, int line, byte[] bytes) {
        return StrictJson.readLine(file, line, bytes);
    }

    @Override
    public void jsonLines(String file, byte[] bytes, Consumer<Node.Fields> each) {
        int line = 1;
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                each.accept(jsonLine(file, line, Arrays.copyOfRange(bytes, start, i))
                        .asFields());
                start = i + 1;
                line++;
            }
        }
        if (start != bytes.length) {
            throw invalid(file + ":" + line + ": the last line has no end");
        }
    }
}
