package org.datasetcommons.cli.render;

import java.util.function.Consumer;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;

/** The outcome of a verb as people and programs see it: the same facts as text and as JSON. */
public interface View {
    /** The fields that follow {@code command} and {@code ok}. */
    FieldsBuilder json();

    /** Shows the outcome to a person. */
    void text(Screen screen);

    /** Whether the answer is yes; a no ends the program with "rejected". */
    default boolean isYes() {
        return true;
    }

    /** A view of an outcome that is always yes, where a class of its own would say no more. */
    static View of(FieldsBuilder json, Consumer<Screen> text) {
        return new View() {
            @Override
            public FieldsBuilder json() {
                return json;
            }

            @Override
            public void text(Screen screen) {
                text.accept(screen);
            }
        };
    }

    /** For a verb that has already written its result, as a stream of bytes, to standard output. */
    static View nothing() {
        return of(Node.fields(), screen -> {});
    }
}
