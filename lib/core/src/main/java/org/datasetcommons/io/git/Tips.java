package org.datasetcommons.io.git;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/** Every object that a ref, a work tree or the memory of a ref leads to begins at one of these. */
final class Tips {
    /** Where git notes what it needs to go on with, or to undo, work that stopped at a conflict. */
    private static final List<String> STOPPED = List.of("rebase-merge", "rebase-apply", "sequencer");

    private final Repository git;

    Tips(Repository git) {
        this.git = git;
    }

    /** By name. */
    Map<String, ObjectId> named() throws IOException {
        var tips = new LinkedHashMap<String, ObjectId>();
        for (var ref : git.getRefDatabase().getRefs()) {
            if (ref.getObjectId() != null) {
                tips.put(ref.getName(), ref.getObjectId());
            }
        }
        for (Path head : otherHeads()) {
            String text = Files.readString(head, StandardCharsets.UTF_8).strip();
            if (ObjectId.isId(text)) {
                tips.put(git.getCommonDirectory().toPath().relativize(head).toString(), ObjectId.fromString(text));
            }
        }
        return tips;
    }

    private List<Path> otherHeads() throws IOException {
        var heads = new ArrayList<Path>();
        for (Path folder : workTrees(git)) {
            Path head = folder.resolve(Constants.HEAD);
            if (Files.exists(head)) {
                heads.add(head);
            }
        }
        return heads;
    }

    /** Names of files of refs that hold no name of an object, and of HEAD if it leads nowhere. */
    List<String> broken() throws IOException {
        var broken = new ArrayList<String>();
        Path top = git.getCommonDirectory().toPath();
        Path refs = top.resolve("refs");
        if (Files.isDirectory(refs)) {
            try (var files = Files.walk(refs)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String text =
                            Files.readString(file, StandardCharsets.ISO_8859_1).strip();
                    if (!file.toString().endsWith(".lock") && !text.startsWith("ref: ") && !ObjectId.isId(text)) {
                        broken.add(top.relativize(file).toString());
                    }
                }
            }
        }
        if (git.resolve(Constants.HEAD) == null && !named().isEmpty()) {
            broken.add(Constants.HEAD);
        }
        return broken;
    }

    /**
     * What is staged in all work trees, with its path.
     *
     * @param damaged is told of each index that makes no sense
     */
    Map<ObjectId, String> staged(Consumer<Path> damaged) throws IOException {
        var staged = new LinkedHashMap<ObjectId, String>();
        for (Path folder : allWorkTrees(git)) {
            addStaged(folder, staged, damaged);
        }
        return staged;
    }

    /** What refs led to before, and what commands like {@code git merge} noted, in all work trees. */
    Set<ObjectId> remembered() throws IOException {
        var ids = new HashSet<ObjectId>();
        for (Path folder : allWorkTrees(git)) {
            addNoted(folder, ids);
            Path logs = folder.resolve(Constants.LOGS);
            if (!Files.isDirectory(logs)) {
                continue;
            }
            try (var files = Files.walk(logs)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    for (String line : Files.readString(file, StandardCharsets.ISO_8859_1)
                            .lines()
                            .toList()) {
                        for (String word : line.split(" ", 3)) {
                            if (ObjectId.isId(word)
                                    && !word.equals(ObjectId.zeroId().name())) {
                                ids.add(ObjectId.fromString(word));
                            }
                        }
                    }
                }
            }
        }
        return ids;
    }

    private static void addNoted(Path folder, Set<ObjectId> ids) throws IOException {
        addNoted(folder, "{*_HEAD,MERGE_AUTOSTASH,AUTO_MERGE}", ids);
        for (String work : STOPPED) {
            if (Files.isDirectory(folder.resolve(work))) {
                addNoted(folder.resolve(work), "*", ids);
            }
        }
    }

    private static void addNoted(Path folder, String names, Set<ObjectId> ids) throws IOException {
        try (var notes = Files.newDirectoryStream(folder, names)) {
            for (Path note : notes) {
                if (Files.isRegularFile(note)) {
                    addNamed(note, ids);
                }
            }
        }
    }

    private static void addNamed(Path note, Set<ObjectId> ids) throws IOException {
        try (var lines = Files.lines(note, StandardCharsets.ISO_8859_1)) {
            lines.flatMap(line -> Stream.of(line.split("\\s+")))
                    .filter(ObjectId::isId)
                    .forEach(word -> ids.add(ObjectId.fromString(word)));
        }
    }

    private void addStaged(Path folder, Map<ObjectId, String> ids, Consumer<Path> damaged) throws IOException {
        Path index = folder.resolve("index");
        if (!Files.exists(index)) {
            return;
        }
        try {
            var staged = DirCache.read(index.toFile(), git.getFS());
            for (int i = 0; i < staged.getEntryCount(); i++) {
                var entry = staged.getEntry(i);
                if (entry.getFileMode() != FileMode.GITLINK) {
                    ids.putIfAbsent(entry.getObjectId(), entry.getPathString());
                }
            }
        } catch (CorruptObjectException | EOFException e) {
            damaged.accept(index);
        }
    }

    /** What git keeps of each work tree, of the first one in the repository itself. */
    static List<Path> allWorkTrees(Repository git) throws IOException {
        var folders = new ArrayList<>(List.of(git.getCommonDirectory().toPath()));
        folders.addAll(workTrees(git));
        return folders;
    }

    /** What git keeps of the further work trees of a repository. */
    static List<Path> workTrees(Repository git) throws IOException {
        Path folder = git.getCommonDirectory().toPath().resolve("worktrees");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var folders = Files.list(folder)) {
            return folders.sorted().toList();
        }
    }
}
