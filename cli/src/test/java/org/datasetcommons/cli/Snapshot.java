package org.datasetcommons.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datasetcommons.digest.Digest;

/**
 * Every file below a directory as it is at a moment: work trees, refs, indexes, drafts, stored content, keys. Left out
 * is what has no meaning before something points at it (git's objects, stored content) or at any time (caches, and what
 * is known of other repositories).
 */
record Snapshot(SortedMap<String, String> files) {
    static Snapshot of(Path top) throws IOException {
        var files = new TreeMap<String, String>();
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                if (folder.endsWith("objects") && isGit(folder.getParent())
                        || folder.endsWith("lfs") && isGit(folder.getParent())
                        || folder.endsWith("refs/remotes")) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                files.put(top.relativize(folder) + "/", "folder");
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!isMeaningless(file)) {
                    files.put(top.relativize(file).toString(), state(file, attributes));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException trouble) throws IOException {
                if (isMeaningless(file)) {
                    return FileVisitResult.CONTINUE;
                }
                throw trouble;
            }
        });
        files.keySet().removeIf(path -> path.endsWith("/commons/") || path.endsWith("/commons/tmp/"));
        return new Snapshot(files);
    }

    private static String state(Path file, BasicFileAttributes attributes) throws IOException {
        if (attributes.isSymbolicLink()) {
            return "link to " + Files.readSymbolicLink(file);
        }
        return attributes.isRegularFile() ? Digest.of(Files.readAllBytes(file)).hex() : "special";
    }

    private static boolean isGit(Path folder) {
        return Files.isDirectory(folder.resolve("refs")) && Files.exists(folder.resolve("HEAD"));
    }

    /**
     * Git's note of the last fetch, the lock of whoever sees whether git's objects want tidying (a server does, some time
     * after a push), and what lies in our own folder of a repository except the draft.
     */
    private static boolean isMeaningless(Path file) {
        String name = file.getFileName().toString();
        return name.equals("FETCH_HEAD")
                || name.equals("gc.log.lock")
                || file.getParent().getFileName().toString().equals("commons") && !name.equals("draft.jsonl");
    }

    /** What differs, by path. */
    List<String> changesTo(Snapshot after) {
        var changes = new ArrayList<String>();
        var paths = new TreeSet<>(files.keySet());
        paths.addAll(after.files.keySet());
        for (String path : paths) {
            if (!files.containsKey(path)) {
                changes.add("+ " + path);
            } else if (!after.files.containsKey(path)) {
                changes.add("- " + path);
            } else if (!files.get(path).equals(after.files.get(path))) {
                changes.add("~ " + path);
            }
        }
        return changes;
    }
}
