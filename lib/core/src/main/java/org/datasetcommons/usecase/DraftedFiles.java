package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.datasetcommons.Workers;
import org.datasetcommons.dataset.DatasetPath;
import org.datasetcommons.draft.Draft;
import org.datasetcommons.history.Repository;
import org.datasetcommons.store.FileStamp;
import org.datasetcommons.store.Pointer;

/**
 * The files of a draft, as they are in the work tree now. What looks as it did when it was recorded is not read again.
 *
 * @param modified files that are not any more as they were recorded
 * @param unmodified how the others look, by their paths
 */
record DraftedFiles(List<String> modified, Map<String, FileStamp> unmodified) {
    /** Looks at all of them, on all cores. */
    static DraftedFiles look(Repository repository, Draft draft) {
        return look(draft, repository, (path, pointer) -> stamp(repository, path, pointer));
    }

    /** Looks at those that this process has not read itself: what is signed is then what it read, whatever becomes of the file. */
    static DraftedFiles lookAtOthers(Repository repository, Draft draft) {
        var known = repository.knownFiles();
        return look(
                draft,
                repository,
                (path, pointer) ->
                        known.findLearntStamp(path.text(), pointer).or(() -> stamp(repository, path, pointer)));
    }

    private static DraftedFiles look(
            Draft draft, Repository repository, BiFunction<DatasetPath, Pointer, Optional<FileStamp>> stamp) {
        var paths = List.copyOf(draft.files().keySet());
        var pointers = List.copyOf(draft.files().values());
        var stamps = new FileStamp[paths.size()];
        Workers.forEach(
                stamps.length,
                i -> stamps[i] = stamp.apply(paths.get(i), pointers.get(i)).orElse(null));
        var modified = new ArrayList<String>();
        var unmodified = new HashMap<String, FileStamp>();
        for (int i = 0; i < stamps.length; i++) {
            if (stamps[i] == null) {
                modified.add(paths.get(i).text());
            } else {
                unmodified.put(paths.get(i).text(), stamps[i]);
            }
        }
        for (var path : draft.removed()) {
            Path file = repository.workTree().resolve(path.text());
            // A folder of its name holds other files.
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
                modified.add(path.text());
            }
        }
        return new DraftedFiles(modified, unmodified);
    }

    /** How a file looks that holds this; nothing, if it does not. */
    private static Optional<FileStamp> stamp(Repository repository, DatasetPath path, Pointer pointer) {
        Path file = repository.workTree().resolve(path.text());
        try {
            var stamp = FileStamp.find(file).filter(found -> found.size() == pointer.size());
            return stamp.isPresent()
                            && content(repository, path, file, stamp.get()).equals(pointer)
                    ? stamp
                    : Optional.empty();
        } catch (IOException e) {
            throw environment("cannot read " + file, e);
        }
    }

    private static Pointer content(Repository repository, DatasetPath path, Path file, FileStamp stamp)
            throws IOException {
        var known = repository.knownFiles().find(path.text(), stamp);
        if (known.isPresent()) {
            return known.get();
        }
        var content = Pointer.of(file);
        repository.knownFiles().learn(path.text(), stamp, content, content.blob());
        return content;
    }
}
