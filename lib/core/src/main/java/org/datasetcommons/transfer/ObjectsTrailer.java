package org.datasetcommons.transfer;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.datasetcommons.CommonsException;
import org.datasetcommons.history.Commit;
import org.datasetcommons.store.Address;

/**
 * The line {@code Objects: https://…} at the end of a commit message, by which a proposal says where its content can be
 * fetched. It is a hint and no more.
 */
public final class ObjectsTrailer {
    /** More than a proposal can need. */
    private static final int MOST = 8;

    private static final Pattern LINE = Pattern.compile("(?m)^Objects: (\\S{1,2000})$");

    private ObjectsTrailer() {}

    /** The line, with its end. */
    public static String line(Address place) {
        return "Objects: " + place + "\n";
    }

    /** The places that these commits name, each once; lines that name none are passed over, as all of a stranger's are. */
    public static List<Address> places(Collection<Commit> commits) {
        var places = new LinkedHashSet<Address>();
        for (var commit : commits) {
            LINE.matcher(commit.message()).results().forEach(line -> {
                try {
                    places.add(Address.parse(line.group(1)));
                } catch (CommonsException e) {
                    // Of no use to anybody, and nobody's mistake here.
                }
            });
        }
        return new ArrayList<>(places).subList(0, Math.min(places.size(), MOST));
    }
}
