package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;

import java.util.List;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.transfer.Fetched.Share;

/**
 * The content that a command brought, and the files whose content it did not find.
 *
 * @param shares what came from where
 */
public record Delivery(List<Share> shares, List<Absent> absent) {
    public Delivery {
        shares = List.copyOf(shares);
        absent = List.copyOf(absent);
    }

    /**
     * A file whose content is not here.
     *
     * @param mayPass whether asking again may help: a place did not answer, or not with the right bytes
     */
    public record Absent(String path, Pointer pointer, String reason, boolean mayPass) {}

    public long objects() {
        return shares.stream().mapToLong(Share::objects).sum();
    }

    public long bytes() {
        return shares.stream().mapToLong(Share::bytes).sum();
    }

    /**
     * That a place does not have something is an answer; that it did not answer is not.
     *
     * @param again the command that goes on where this one stopped
     */
    public void requireAnswers(String again) {
        var failed = absent.stream().filter(Absent::mayPass).toList();
        if (!failed.isEmpty()) {
            var first = failed.get(0);
            throw environment("the content of " + first.path()
                            + (failed.size() == 1 ? "" : " and of " + (failed.size() - 1) + " more files")
                            + " could not be fetched: " + first.reason())
                    .hint("`" + again + "` goes on where this stopped");
        }
    }
}
