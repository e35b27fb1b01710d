package org.datasetcommons.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is measured with, made once for all file systems: a home, the files of a corpus, a dataset to which much is offered. */
record Materials(Path folder) implements AutoCloseable {
    private static final int OFFERS = 200;
    private static final int FILES_OF_AN_OFFER = 50;

    /** In a new folder below this one. */
    static Materials below(Path place) throws IOException {
        return new Materials(Files.createTempDirectory(Files.createDirectories(place), "commons-bench-materials"));
    }

    /** The home of all programs, with a key to sign with. */
    Path home() {
        return folder.resolve("home");
    }

    /** Makes the home ready, once. */
    void settle(Shell shell) throws IOException, InterruptedException {
        if (Files.exists(home())) {
            return;
        }
        Files.createDirectories(home().resolve(".ssh"));
        shell.run(home(), """
                git config --global user.name Bench
                git config --global user.email bench@example.org
                git config --global init.defaultBranch main
                git config --global gc.auto 0
                "$COMMONS" key new
                "$COMMONS" --version
                """);
        Thread.sleep(5_000); // The class-data archive is made meanwhile.
    }

    /** The files of a corpus. */
    Path files(Corpus corpus) throws IOException {
        Path files = folder.resolve(corpus.name());
        corpus.make(files);
        return files;
    }

    /** A dataset with branches that are offered. */
    Path offers(Shell shell) throws IOException, InterruptedException {
        Path dataset = folder.resolve("offers");
        if (Files.exists(dataset)) {
            return dataset;
        }
        Path begun = Files.createDirectories(folder.resolve("offers-begun"));
        var ours = Contender.ALL.get(0);
        String add = ours.findScript(Step.ADD).orElseThrow();
        shell.run(begun, ours.prepare());
        shell.run(begun, "cp -r '" + files(Corpus.BASE) + "' data");
        shell.run(begun, add);
        for (int i = 0; i < OFFERS; i++) {
            shell.run(begun, "git checkout -q -b offer/" + i + " main");
            Corpus.BASE.makeMore(begun.resolve("data/more"), i, FILES_OF_AN_OFFER);
            shell.run(begun, add);
            shell.run(begun, "git checkout -q main");
        }
        return Files.move(begun, dataset);
    }

    @Override
    public void close() throws IOException {
        delete(folder);
    }

    /** Deletes a folder with all that is in it, also what a program has made read-only. */
    static void delete(Path folder) throws IOException {
        try {
            new ProcessBuilder("sh", "-c", "chmod -R u+w \"$1\" && rm -rf \"$1\"", "sh", folder.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
