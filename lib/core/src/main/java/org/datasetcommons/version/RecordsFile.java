package org.datasetcommons.version;

import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntPredicate;
import org.datasetcommons.history.Tree;

/** The list of records of a contribution, where a tree has one. */
public final class RecordsFile {
    private final Tree tree;
    private final String path;
    private final Optional<DigestIndexes> indexes;

    /** A list of which nothing is known but what is read of it. */
    public RecordsFile(Tree tree, String path) {
        this(tree, path, Optional.empty());
    }

    RecordsFile(Tree tree, String path, Optional<DigestIndexes> indexes) {
        this.tree = tree;
        this.path = path;
        this.indexes = indexes;
    }

    private Optional<String> blob() {
        return tree.find(path).map(Tree.Entry::blob);
    }

    Optional<InputStream> open() {
        return blob().map(tree::open);
    }

    /** How many of its digests are wanted, where it was read before; see {@link DigestIndexes#count}. */
    OptionalLong count(IntPredicate wanted) {
        return indexes.isPresent() && blob().isPresent()
                ? indexes.get().count(blob().get(), wanted)
                : OptionalLong.empty();
    }

    /** Notes its digests while it is read for the first time. */
    Optional<DigestIndexes.Writer> index(IntPredicate wanted) {
        return indexes.flatMap(folder -> blob().map(list -> folder.write(list, wanted)));
    }
}
