package org.datasetcommons.transfer;

import org.datasetcommons.Progress;

/** Shows how far one object is. Bytes that have to be moved a second time are not counted again. */
final class Meter {
    private final Progress.Task task;
    private long shown;

    Meter(Progress.Task task) {
        this.task = task;
    }

    /** So many bytes of the object are where they should be. */
    void at(long position) {
        if (position > shown) {
            task.advance(position - shown);
            shown = position;
        }
    }
}
