package org.datasetcommons.license;

import java.util.Locale;
import java.util.Map;

/** How others name licences: by address, and by the ids of dataset hubs. */
public final class LicenseUrls {
    private static final Map<String, String> HUB = Map.of(
            "ODC-By-1.0", "odc-by",
            "ODbL-1.0", "odbl",
            "PDDL-1.0", "pddl",
            "C-UDA-1.0", "c-uda");

    private LicenseUrls() {}

    /** The page of the SPDX list about a licence; for a {@code LicenseRef-}, its file in the dataset. */
    public static String url(String id) {
        return id.startsWith("LicenseRef-") ? "LICENSES/" + id + ".txt" : "https://spdx.org/licenses/" + id + ".html";
    }

    /** The id by which dataset hubs know a licence, or {@code other}. */
    public static String hubId(String id) {
        if (HUB.containsKey(id)) {
            return HUB.get(id);
        }
        boolean known = id.matches(
                "CC0-1\\.0|CC-BY(-NC)?(-SA|-ND)?-(2\\.0|2\\.5|3\\.0|4\\.0)|CDLA-.*|MIT|Apache-2\\.0|etalab-2\\.0");
        return known ? id.toLowerCase(Locale.ROOT) : "other";
    }
}
