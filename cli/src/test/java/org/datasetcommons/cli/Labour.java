package org.datasetcommons.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Work that never ends, as a program to be killed: ana gives, signs, merges, releases and tidies in owls, ben offers from
 * bens. After each command that ended well it says what is done, on a line of its own.
 */
final class Labour {
    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-23T10:00:00Z"));

    /** When all that is not needed is old. */
    private static final InstantSource LATER = InstantSource.fixed(Instant.parse("2126-11-22T10:00:00Z"));

    private final Path work;
    private final Consumer<String> told;

    /**
     * @param work a folder with the datasets owls and bens, a clone of it
     * @param told is told what is done
     */
    Labour(Path work, Consumer<String> told) {
        this.work = work;
        this.told = told;
    }

    /** @param words from which number on notes are given */
    public static void main(String[] words) throws IOException {
        System.out.println("ready");
        var labour = new Labour(Path.of("").toAbsolutePath(), System.out::println);
        for (int number = Integer.parseInt(words[0]); ; number++) {
            System.out.println("doing " + number);
            labour.go(number);
        }
    }

    private void go(int number) throws IOException {
        give("ana", "owls", number, Labour::require);
        switch (number % 3) {
            case 0 -> {
                give("ben", "bens", number, Labour::require);
                String bundle = "../offer-" + number + ".bundle";
                require(commons("ben", "bens", "propose", "--bundle", bundle));
                require(commons("ana", "owls", "merge", bundle));
                told.accept("signed Note of ben " + number);
                require(commons("ben", "bens", "pull"));
            }
            case 1 -> {
                require(commons("ana", "owls", "release", "1.0." + number));
                told.accept("released 1.0." + number);
            }
            default -> {
                require(gc("owls"));
                require(gc("bens"));
            }
        }
    }

    /** Somebody adds a note and signs it. */
    void give(String name, String dataset, int number, Consumer<TestRun.Result> required) throws IOException {
        String note = name + "-" + number;
        Path file = Files.createDirectories(work.resolve("notes")).resolve(note + ".txt");
        Files.writeString(file, "Note of " + name + " " + number + ".\n");
        required.accept(commons(
                name,
                dataset,
                "add",
                file.toString(),
                "--as",
                name,
                "--license",
                "CC-BY-4.0",
                "--source",
                "notes",
                "--basis",
                "author"));
        told.accept("added " + name + " " + dataset + " " + note);
        required.accept(commons(name, dataset, "sign", "--yes", "-m", "Note of " + name + " " + number));
        told.accept("signed Note of " + name + " " + number);
    }

    /** Deletes what nothing needs, however young. */
    TestRun.Result gc(String dataset) throws IOException {
        return run("ana", dataset, LATER, "gc", "--grace", "1", "--yes");
    }

    TestRun.Result commons(String name, String dataset, String... words) throws IOException {
        return run(name, dataset, NOW, words);
    }

    private TestRun.Result run(String name, String dataset, InstantSource clock, String... words) throws IOException {
        return TestRun.in(work.resolve(dataset))
                .variables(TestPeople.moveIn(work.resolve("people"), name))
                .clock(clock)
                .random(TestRun.seeded(name + String.join(" ", words)))
                .commons(words);
    }

    private static void require(TestRun.Result result) {
        if (result.code() != 0) {
            throw new IllegalStateException(result.toString());
        }
    }
}
