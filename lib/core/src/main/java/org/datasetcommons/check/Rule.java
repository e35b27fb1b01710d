package org.datasetcommons.check;

import java.util.function.Consumer;

/** One thing that must hold. A rule reports; it never throws for what it finds. */
public interface Rule {
    /** Its name, in kebab-case. */
    String name();

    void check(Change change, Consumer<Finding> findings);
}
