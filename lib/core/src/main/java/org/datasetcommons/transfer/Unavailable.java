package org.datasetcommons.transfer;

import java.io.IOException;

/** A place cannot serve at all just now, so there is no point in asking it for the next object. */
final class Unavailable extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param words what follows the place's name in a sentence */
    Unavailable(String words) {
        super(words);
    }

    Unavailable(String words, Throwable cause) {
        super(words, cause);
    }
}
