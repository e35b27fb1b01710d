package org.datasetcommons.license;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The licence of a whole, computed from those of its parts: the collection's, and each that keeps its own beside it.
 *
 * @param obligations what whoever passes it on must do, each with the licences that ask for it
 */
public record ReleaseLicense(LicenseExpression expression, SortedMap<String, SortedSet<String>> obligations) {
    public ReleaseLicense {
        obligations = Collections.unmodifiableSortedMap(new TreeMap<>(obligations));
    }

    public static ReleaseLicense of(LicenseExpression collection, Collection<LicenseExpression> parts) {
        var kept = new ArrayList<LicenseExpression>();
        kept.add(collection);
        var ids = new TreeSet<>(collection.licenses());
        for (var part : parts) {
            var judgement = Compatibility.table().judge(part, collection);
            ids.addAll(judgement.chosen().licenses());
            if (judgement.fit() != Fit.SOLE) {
                kept.add(judgement.chosen());
            }
        }
        return new ReleaseLicense(LicenseExpression.allOf(kept), obligations(ids));
    }

    private static SortedMap<String, SortedSet<String>> obligations(Collection<String> ids) {
        var known = known();
        var obligations = new TreeMap<String, SortedSet<String>>();
        for (String id : ids) {
            // Of a licence that is not in the table only this is sure: whoever passes it on must read it.
            for (String obligation : known.getOrDefault(id, List.of("read-licence"))) {
                obligations.computeIfAbsent(obligation, o -> new TreeSet<>()).add(id);
            }
        }
        return obligations;
    }

    private static Map<String, List<String>> known() {
        var known = new HashMap<String, List<String>>();
        for (String line : Resources.lines("obligations.txt")) {
            String[] words = line.split(" ");
            known.put(words[0], Arrays.asList(words).subList(1, words.length));
        }
        return known;
    }
}
