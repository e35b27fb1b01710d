package org.datasetcommons.cli.render;

/** How a piece of text stands out on a terminal; what it says never depends on it. */
public enum Style {
    PLAIN(""),
    STRONG("1"),
    DIM("2"),
    BAD("31"),
    GOOD("32"),
    WARN("33");

    /** ECMA-48, section 8.3.117: the parameter of "select graphic rendition". */
    private final String rendition;

    Style(String rendition) {
        this.rendition = rendition;
    }

    /** The text between the sequences that switch this style on and off. */
    public String dress(String text) {
        return this == PLAIN || text.isEmpty() ? text : "\u001b[" + rendition + "m" + text + "\u001b[0m";
    }
}
