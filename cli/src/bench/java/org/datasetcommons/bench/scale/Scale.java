package org.datasetcommons.bench.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Measures what verbs cost on datasets of more and more records, and after a change of one in a hundred: seconds, and
 * memory at most. Words: the launcher, a folder to work in, the heap for each verb, and numbers of records.
 */
public final class Scale {
    private static final int EACH = 10_000;

    private final Path place;
    private final String heap;
    private final Commands commands;

    private Scale(Path launcher, Path place, String heap) {
        this.place = place;
        this.heap = heap;
        this.commands = new Commands(launcher.toAbsolutePath(), place);
    }

    /** @param words see above */
    public static void main(String[] words) throws IOException, InterruptedException {
        Path place = Files.createTempDirectory(Files.createDirectories(Path.of(words[1])), "commons-scale");
        var scale = new Scale(Path.of(words[0]), place, words[2]);
        System.out.println("| records | verb | seconds | of processor | MiB at most |\n|---:|---|---:|---:|---:|");
        for (int i = 3; i < words.length; i++) {
            scale.measure(Long.parseLong(words[i]));
        }
        System.out.println("left in " + place);
    }

    private void measure(long records) throws IOException, InterruptedException {
        Path folder = place.resolve("dataset-" + records);
        Path ssh = Files.createDirectories(place.resolve("home/.ssh"));
        Files.writeString(
                place.resolve("home/.gitconfig"),
                "[user]\n\tname = Bench\n\temail = bench@example.org\n[init]\n\tdefaultBranch = main\n[gc]\n\tauto = 0\n");
        if (!Files.exists(ssh.resolve("id_ed25519"))) {
            run(place, "key", "new");
        }
        run(
                place,
                "init",
                folder.toString(),
                "--name",
                "scale",
                "--license",
                "CC0-1.0",
                "--accept",
                "CC0-1.0",
                "--as",
                "bench");
        var simulation = new Simulation(folder, ssh.resolve("id_ed25519"), commands);
        simulation.grow("main", "refs/heads/main", 0, records, EACH);
        simulation.grow("more", "refs/heads/main", records, Math.max(1, records / 100), EACH);

        Path table = place.resolve("one.csv");
        Files.writeString(table, "id,text\n1,one\n");
        show(records, folder, "log", "--json");
        show(records, folder, "verify", "HEAD");
        show(records, folder, "check");
        show(records, folder, "check", "main..more");
        show(
                records,
                folder,
                "add",
                table.toString(),
                "--key",
                "id",
                "--license",
                "CC0-1.0",
                "--source",
                "s",
                "--basis",
                "author");
        show(records, folder, "sign", "--yes", "-m", "One more");
        show(records, folder, "merge", "more");
        show(records, folder, "release", "1.0.0");
        show(records, folder, "verify", "1.0.0");
    }

    private void run(Path folder, String... words) throws IOException, InterruptedException {
        var taken = commands.commons(folder, heap, words);
        if (taken.status() != 0) {
            throw new IOException(String.join(" ", words) + ": exit status " + taken.status() + "\n" + taken.said());
        }
    }

    private void show(long records, Path folder, String... words) throws IOException, InterruptedException {
        var taken = commands.commons(folder, heap, words);
        System.out.printf(
                Locale.ROOT,
                "| %d | %s | %.1f | %.1f | %d |%s%n",
                records,
                String.join(" ", words).replace(place.toString(), "…"),
                taken.seconds(),
                taken.processor(),
                taken.megabytes(),
                taken.status() == 0
                        ? ""
                        : " exit " + taken.status() + ": "
                                + taken.said().lines().limit(12).toList());
    }
}
