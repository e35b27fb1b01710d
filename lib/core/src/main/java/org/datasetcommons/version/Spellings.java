package org.datasetcommons.version;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.history.Tree;

/** What a tree has in another spelling, where upper and lower case are one. Only folders on the way are looked at. */
public final class Spellings {
    /**
     * Something that is there.
     *
     * @param of the path, or a folder that it lies in, of which this is another spelling
     */
    public record Other(String path, boolean isFolder, String of) {}

    private final Tree tree;
    /** What lies in a folder, by how its name is spelled where upper and lower case are one. */
    private final Map<String, Map<String, List<Tree.Child>>> folders = new HashMap<>();

    public Spellings(Tree tree) {
        this.tree = tree;
    }

    /** All that is there in another spelling of this path, or of a folder that it lies in. */
    public List<Other> others(DatasetPath path) {
        var found = new ArrayList<Other>();
        find("", 0, path.text().split("/"), path.collisionKey().split("/"), found);
        return found;
    }

    private void find(String folder, int depth, String[] names, String[] keys, List<Other> found) {
        var children = folders.computeIfAbsent(folder, this::children);
        for (var child : children.getOrDefault(keys[depth], List.of())) {
            String path = folder.isEmpty() ? child.name() : folder + "/" + child.name();
            String own = String.join("/", List.of(names).subList(0, depth + 1));
            if (!path.equals(own)) {
                found.add(new Other(path, child.isFolder(), own));
            }
            if (child.isFolder() && depth + 1 < names.length) {
                find(path, depth + 1, names, keys, found);
            }
        }
    }

    private Map<String, List<Tree.Child>> children(String folder) {
        var children = new HashMap<String, List<Tree.Child>>();
        for (var child : tree.children(folder)) {
            if (DatasetPath.fault(child.name()).isEmpty()) {
                children.computeIfAbsent(new DatasetPath(child.name()).collisionKey(), key -> new ArrayList<>(1))
                        .add(child);
            }
        }
        return children;
    }
}
