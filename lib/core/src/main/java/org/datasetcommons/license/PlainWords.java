package org.datasetcommons.license;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a licence means for who gives something under it, in one sentence; made of its obligations. */
public final class PlainWords {
    private PlainWords() {}

    public static String of(LicenseExpression expression) {
        var obligations = ReleaseLicense.of(expression, List.of()).obligations().keySet();
        if (obligations.contains("read-licence")) {
            return "what may be done with it is what " + expression + " says; read it before you sign";
        }
        var conditions = new ArrayList<String>();
        if (obligations.contains("attribute")) {
            conditions.add("give the credit that is asked for");
        }
        if (obligations.contains("keep-notices")
                || obligations.contains("ship-text")
                || obligations.contains("link-licence")) {
            conditions.add("keep the licence with it");
        }
        if (obligations.contains("mark-changes")) {
            conditions.add("say what they changed");
        }
        if (obligations.contains("share-alike")) {
            conditions.add("pass on what they make of it under the same licence");
        }
        String uses = obligations.contains("no-derivatives") ? "share it unchanged" : "use, change and share it";
        String trade = obligations.contains("non-commercial") ? ", but not to earn money" : ", also to earn money";
        String start = "anybody may " + uses + trade;
        return conditions.isEmpty()
                ? start + ", and owes nothing for it, not even a name"
                : start + ", if they " + join(conditions);
    }

    private static String join(List<String> conditions) {
        return conditions.size() == 1
                ? conditions.get(0)
                : conditions.stream().limit(conditions.size() - 1L).collect(Collectors.joining(", ")) + " and "
                        + conditions.get(conditions.size() - 1);
    }
}
