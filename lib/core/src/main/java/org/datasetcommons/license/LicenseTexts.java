package org.datasetcommons.license;

import java.util.Optional;

/** The full texts of licences that datasets use, as the SPDX list has them. */
public final class LicenseTexts {
    private LicenseTexts() {}

    /** The text of a licence, if it comes with the program. */
    public static Optional<String> find(String id) {
        return id.matches("[A-Za-z0-9.-]+") ? Resources.find("texts/" + id + ".txt") : Optional.empty();
    }
}
