package org.datasetcommons.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which program this is. */
public final class Version {
    private static final String WRITTEN_BY_THE_BUILD =
            "/META-INF/maven/org.datasetcommons/dataset-commons-cli/pom.properties";

    private Version() {}

    /** The version of the jar this runs from, or {@code development} outside of one. */
    public static String text() {
        try (var in = Version.class.getResourceAsStream(WRITTEN_BY_THE_BUILD)) {
            if (in == null) {
                return "development";
            }
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "development");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
