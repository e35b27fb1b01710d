package org.datasetcommons.license;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The identifiers of the SPDX licence list, read when first asked for. */
final class SpdxIds {
    private static final class Holder {
        static final SpdxIds IDS = new SpdxIds();
    }

    private final Map<String, String> licenses = new TreeMap<>();
    private final Map<String, String> deprecated = new TreeMap<>();
    private final Map<String, String> exceptions = new TreeMap<>();

    private SpdxIds() {
        for (String line : Resources.lines("spdx-ids.txt")) {
            String id = line.substring(2);
            String lower = id.toLowerCase(Locale.ROOT);
            switch (line.charAt(0)) {
                case 'L' -> licenses.put(lower, id);
                case 'D' -> deprecated.put(lower, id);
                case 'E' -> exceptions.put(lower, id);
                default -> throw new IllegalStateException("not a line of the list: " + line);
            }
        }
    }

    static SpdxIds get() {
        return Holder.IDS;
    }

    Optional<String> findLicense(String id) {
        return Optional.ofNullable(licenses.get(id.toLowerCase(Locale.ROOT)));
    }

    Optional<String> findDeprecated(String id) {
        return Optional.ofNullable(deprecated.get(id.toLowerCase(Locale.ROOT)));
    }

    Optional<String> findException(String id) {
        return Optional.ofNullable(exceptions.get(id.toLowerCase(Locale.ROOT)));
    }

    List<String> licenses() {
        return List.copyOf(licenses.values());
    }

    List<String> exceptions() {
        return List.copyOf(exceptions.values());
    }
}
