package org.datasetcommons.dataset;

import static org.datasetcommons.CommonsException.invalid;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Why the contributor may give the content. */
public enum Basis {
    AUTHOR("author", "you made it yourself"),
    EMPLOYER("employer", "you made it at work and your employer agreed"),
    LICENSED("licensed", "somebody else made it and gave it under this licence"),
    PUBLIC_DOMAIN("public-domain", "nobody holds rights in it any more");

    private final String word;
    private final String plainly;

    Basis(String word, String plainly) {
        this.word = word;
        this.plainly = plainly;
    }

    /** @throws org.datasetcommons.CommonsException if there is no such basis */
    public static Basis parse(String word) {
        return Arrays.stream(values())
                .filter(basis -> basis.word.equals(word))
                .findFirst()
                .orElseThrow(() -> invalid("unknown basis '" + word + "'").hint("one of: " + words()));
    }

    /** All of them, for messages. */
    public static String words() {
        return Arrays.stream(values()).map(basis -> basis.word).collect(Collectors.joining(", "));
    }

    /** Said to the contributor, who is "you". */
    public String plainly() {
        return plainly;
    }

    @Override
    public String toString() {
        return word;
    }
}
