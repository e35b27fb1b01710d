package org.datasetcommons.history;

/** Who a commit names; it proves nothing. */
public record Person(String name, String email) {
    @Override
    public String toString() {
        return name + " <" + email + ">";
    }
}
