package org.datasetcommons.transfer;

import java.io.IOException;

/** A place cannot serve at all just now, so there is no point in asking it for the next object. */
final class Unavailable extends IOException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    /** @param words what follows the place's name in a sentence */
    Unavailable(String words) {
        this(words, null);
    }

    Unavailable(String words, Throwable cause) {
        super(words, cause);
        this.fault = Fault.failed(words);
    }

    /** For a place that has answered, for all objects at once. */
    Unavailable(Fault fault) {
        super(fault.words());
        this.fault = fault;
    }

    Fault fault() {
        return fault;
    }
}
