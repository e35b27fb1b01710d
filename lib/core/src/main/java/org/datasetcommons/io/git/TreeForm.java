package org.datasetcommons.io.git;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Whether a tree is as git writes it: each entry once, in order, with a name that is one. Of one that is not, two readers
 * can read two things.
 */
final class TreeForm {
    /**
     * What is wrong.
     *
     * @param entry the first that is; empty where it cannot be told
     * @param problem in git's word for it, as {@code duplicateEntries}
     */
    record Fault(String entry, String problem) {
        /** The path of the entry, or else of the folder. */
        String path(String folder) {
            return entry.isEmpty() ? folder : folder.isEmpty() ? entry : folder + "/" + entry;
        }
    }

    private TreeForm() {}

    static Optional<Fault> fault(ObjectId id, byte[] tree) {
        try {
            // Old programs filled modes up with zeros, which git takes, too.
            new ObjectChecker().setAllowLeadingZeroFileMode(true).checkTree(id, tree);
            return Optional.empty();
        } catch (CorruptObjectException e) {
            String problem =
                    e.getErrorType() == null ? e.getMessage() : e.getErrorType().getMessageId();
            return Optional.of(new Fault(entry(tree), problem));
        }
    }

    /** The first entry that is there already, does not come after the one before, or has a name of more than one part. */
    private static String entry(byte[] tree) {
        try {
            var names = new HashSet<String>();
            byte[] before = {};
            var entry = new CanonicalTreeParser();
            for (entry.reset(tree); !entry.eof(); entry.next(1)) {
                String name = entry.getEntryPathString();
                // Git sorts a folder as if its name ended with a slash.
                byte[] sorted = (name + (entry.getEntryFileMode() == FileMode.TREE ? "/" : ""))
                        .getBytes(StandardCharsets.UTF_8);
                if (!names.add(name) || name.contains("/") || Arrays.compareUnsigned(before, sorted) >= 0) {
                    return name;
                }
                before = sorted;
            }
        } catch (RuntimeException e) {
            // It is not even a list of entries.
        }
        return "";
    }
}
