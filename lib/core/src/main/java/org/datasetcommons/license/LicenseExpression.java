package org.datasetcommons.license;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A licence, or several joined by {@code AND} and {@code OR}, as SPDX writes them (SPDX 3.0.1, annex "license expressions").
 * What prints is what parses back to the same.
 */
public sealed interface LicenseExpression {
    /**
     * One licence of the SPDX list, or a {@code LicenseRef-} of the dataset's own.
     *
     * @param orLater whether any later version will do as well
     */
    record License(String id, boolean orLater) implements LicenseExpression {
        @Override
        public String toString() {
            return orLater ? id + "+" : id;
        }

        // As in Pointer.

        @Override
        public boolean equals(Object other) {
            return other instanceof License license && id.equals(license.id) && orLater == license.orLater;
        }

        @Override
        public int hashCode() {
            return id.hashCode() + (orLater ? 1 : 0);
        }
    }

    /** A licence with an exception from it. */
    record WithException(License license, String exception) implements LicenseExpression {
        @Override
        public String toString() {
            return license + " WITH " + exception;
        }
    }

    /** All of them hold. */
    record AllOf(List<LicenseExpression> parts) implements LicenseExpression {
        public AllOf {
            parts = List.copyOf(parts);
        }

        @Override
        public String toString() {
            return parts.stream()
                    .map(part -> part instanceof AnyOf ? "(" + part + ")" : part.toString())
                    .collect(Collectors.joining(" AND "));
        }
    }

    /** Whoever uses it chooses one of them. */
    record AnyOf(List<LicenseExpression> choices) implements LicenseExpression {
        public AnyOf {
            choices = List.copyOf(choices);
        }

        @Override
        public String toString() {
            return choices.stream().map(LicenseExpression::toString).collect(Collectors.joining(" OR "));
        }
    }

    /**
     * Reads an expression. Identifiers may be in any case; they come out as the list has them.
     *
     * @throws org.datasetcommons.CommonsException if it is malformed or names a licence that the list does not have
     */
    static LicenseExpression parse(String text) {
        return new LicenseParser(text).parse();
    }

    /** Several expressions that all hold, flattened, each once, sorted. */
    static LicenseExpression allOf(Collection<? extends LicenseExpression> parts) {
        var flat = new LinkedHashSet<LicenseExpression>();
        for (var part : parts) {
            if (part instanceof AllOf all) {
                flat.addAll(all.parts());
            } else {
                flat.add(part);
            }
        }
        var sorted = new ArrayList<>(flat);
        sorted.sort(Comparator.comparing(LicenseExpression::toString));
        return sorted.size() == 1 ? sorted.get(0) : new AllOf(sorted);
    }

    /** The identifiers of all licences in it, in order of appearance. */
    default Set<String> licenses() {
        var ids = new LinkedHashSet<String>();
        if (this instanceof License license) {
            ids.add(license.id());
        } else if (this instanceof WithException with) {
            ids.add(with.license().id());
        } else if (this instanceof AllOf all) {
            all.parts().forEach(part -> ids.addAll(part.licenses()));
        } else if (this instanceof AnyOf any) {
            any.choices().forEach(choice -> ids.addAll(choice.licenses()));
        }
        return ids;
    }
}
