package org.datasetcommons.check;

import java.util.function.Consumer;
import org.datasetcommons.version.Attributes;

/** Git is told what is content. Who changes something else is not told of what was so before. */
final class AttributesRule implements Rule {
    @Override
    public String name() {
        return "attributes";
    }

    @Override
    public void check(Change change, Consumer<Finding> findings) {
        var tree = change.head().tree();
        boolean isAsBefore = change.base()
                .filter(base -> base.tree().find(Attributes.FILE).equals(tree.find(Attributes.FILE)))
                .isPresent();
        if (!isAsBefore) {
            Attributes.fault(tree)
                    .ifPresent(fault ->
                            findings.accept(Finding.error(name(), Finding.Subject.file(Attributes.FILE), fault)));
        }
    }
}
