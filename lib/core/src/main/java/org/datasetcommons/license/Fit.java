package org.datasetcommons.license;

import java.util.Arrays;

/** How content under one licence fits into a collection under another; the better the earlier. */
public enum Fit {
    /** The collection's licence alone says all that matters. */
    SOLE("S", true),
    /** As sole once the content is modified; as it is, it keeps its own licence. */
    SOLE_IF_MODIFIED("S+", true),
    /** It keeps its own licence, beside the collection's. */
    LAYERED("L", true),
    /** As layered, but it must not be changed. */
    UNMODIFIED("U", false),
    /** Nobody knows: a person decides. */
    UNDECIDED("R", false),
    /** It would bring the whole collection under its own licence. */
    DATABASE("D", false),
    /** The whole could not be used commercially. */
    NOT_COMMERCIAL("N", false),
    /** Neither used commercially nor changed. */
    NOT_COMMERCIAL_UNMODIFIED("NU", false),
    /** Only for some uses, and everybody who gets it must be bound to them. */
    FIELD_OF_USE("F", false),
    /** Never. */
    EXCLUDED("X", false);

    private final String code;
    private final boolean welcome;

    Fit(String code, boolean welcome) {
        this.code = code;
        this.welcome = welcome;
    }

    static Fit ofCode(String code) {
        return Arrays.stream(values())
                .filter(fit -> fit.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no such fit: " + code));
    }

    /** Whether it may go in without a decision of the maintainers. */
    public boolean isWelcome() {
        return welcome;
    }

    /** Whether the maintainers may decide that it goes in. */
    public boolean canBeDecided() {
        return this == UNMODIFIED || this == UNDECIDED;
    }

    /** Why not, for a contributor. */
    String reason(String content, String collection) {
        return switch (this) {
            case SOLE, SOLE_IF_MODIFIED, LAYERED -> content + " fits into a collection under " + collection;
            case UNMODIFIED -> content + " forbids changes, and data is cleaned and cut";
            case UNDECIDED -> "nobody has decided whether " + content + " fits into a collection under " + collection;
            case DATABASE ->
                content + " would bring the whole collection, which is under " + collection + ", under its own terms";
            case NOT_COMMERCIAL -> content + " forbids commercial use, which " + collection + " allows";
            case NOT_COMMERCIAL_UNMODIFIED ->
                content + " forbids commercial use and changes, which " + collection + " allows";
            case FIELD_OF_USE -> content + " allows only some uses, and " + collection + " allows all";
            case EXCLUDED -> content + " cannot be part of a collection under " + collection;
        };
    }
}
