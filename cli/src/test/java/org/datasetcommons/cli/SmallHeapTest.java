package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds verbs to going through records instead of holding them: a heap that has no room for all of them must do. */
class SmallHeapTest {
    private static final String HEAP = "-Xmx32m";
    private static final int TABLES = 6;
    private static final int ROWS = 10_000;

    @TempDir
    Path temporary;

    @Test
    void aDatasetLargerThanTheHeapIsMadeMergedReleasedAndVerified() throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Life.class.getName(),
                        temporary.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertEquals(0, process.waitFor(), said);
        assertTrue(said.contains("\"records\":" + TABLES * ROWS), said);
    }

    /** The records alone would take more than the heap, if they were held. */
    @Test
    void aDraftLargerThanTheHeapIsAddedSignedAndChanged() throws Exception {
        Path work = Files.createDirectory(temporary.toRealPath().resolve("work"));
        Path owls = owls(work);
        var variables = TestPeople.moveIn(work.resolve("people"), "ana");
        var lines = table(6 * ROWS);
        Path table = Files.write(work.resolve("table.csv"), lines);

        assertSays("added 60,000 records", run(owls, variables, "-Xmx16m", add(table)));
        assertSays("signed", run(owls, variables, "-Xmx16m", "sign", "--yes"));
        lines.set(5, "4,a moth");
        Files.write(owls.resolve("data/table.csv"), lines);
        assertSays(
                "added 1 record, 26 B; 59,999 were there already",
                run(owls, variables, "-Xmx16m", add(owls.resolve("data/table.csv"))));
    }

    @Test
    void whatHasNoRoomIsToldAndChangesNothing() throws Exception {
        Path work = Files.createDirectory(temporary.toRealPath().resolve("work"));
        Path owls = owls(work);
        var variables = TestPeople.moveIn(work.resolve("people"), "ana");
        Path table = Files.write(work.resolve("table.csv"), table(4 * ROWS));
        var before = Snapshot.of(owls);

        var program = new Program(owls, variables, temporary.resolve("said")).with("-Xmx8m");

        assertEquals(6, program.start(add(table)).waitFor(), program::said);
        assertTrue(program.said().contains("error: out of memory: Java may take no more than "), program::said);
        assertTrue(program.said().contains("hint: allow more, as `COMMONS_JAVA_OPTS=-Xmx8g commons …`"), program::said);
        assertEquals(List.of(), before.changesTo(Snapshot.of(owls)));
        var again = TestRun.in(owls).variables(variables).commons(add(table));
        assertEquals(0, again.code(), again::toString);
    }

    private static Path owls(Path work) throws Exception {
        Script.parse("owls", "given owls\n").run(work, VerbCatalog.standard());
        return work.resolve("owls");
    }

    private static List<String> table(int rows) {
        var lines = new ArrayList<String>(List.of("id,seen"));
        for (int row = 0; row < rows; row++) {
            lines.add(row + ",owl " + row);
        }
        return lines;
    }

    private static String[] add(Path table) {
        return new String[] {
            "add",
            table.toString(),
            "--key",
            "id",
            "--license",
            "CC-BY-4.0",
            "--source",
            "own work",
            "--basis",
            "author"
        };
    }

    private String run(Path dataset, Map<String, String> variables, String heap, String... words) throws Exception {
        var program = new Program(dataset, variables, temporary.resolve("said")).with(heap);
        assertEquals(0, program.start(words).waitFor(), program::said);
        return program.said();
    }

    private static void assertSays(String words, String said) {
        assertTrue(said.contains(words), said);
    }

    @Test
    void aFolderWithoutRoomIsNeitherABugNorDamaged() throws Exception {
        Path work = Files.createDirectory(temporary.toRealPath().resolve("work"));
        Path owls = owls(work);
        var variables = TestPeople.moveIn(work.resolve("people"), "ana");
        // The folder is packed, since JGit does not look at how large an object of its own file is.
        var git = new ProcessBuilder("sh", "-c", """
                set -e
                blob=$(git hash-object -w commons.yaml)
                data=$(seq 1000000 1300000 | sed "s/.*/100644 blob $blob\t& of a long name/" | git mktree)
                root=$( (git ls-tree HEAD | grep -v data; printf "040000 tree $data\\tdata\\n") | git mktree)
                git tag many $(git commit-tree -p HEAD -m many $root)
                git repack -adq
                """).directory(owls.toFile()).redirectErrorStream(true);
        git.environment().putAll(variables);
        var made = git.start();
        String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, made.waitFor(), said);

        for (String verb : List.of("verify many", "fsck")) {
            var program = new Program(owls, variables, temporary.resolve("said")).with("-Xmx16m");

            assertEquals(6, program.start(verb.split(" ")).waitFor(), program::said);
            assertTrue(program.said().contains("error: out of memory: Java may take no more than 1"), program::said);
        }
    }

    /** The program of the other process: the life of a dataset. */
    static final class Life {
        private final Path place;

        private Life(Path place) {
            this.place = place;
        }

        /** @param words a folder to work in */
        public static void main(String[] words) throws IOException {
            new Life(Path.of(words[0])).run();
        }

        private void run() throws IOException {
            commons("mia", place, "init", "owls", "--name", "owls", "--license", "CC0-1.0", "--accept", "CC0-1.0");
            Path owls = place.resolve("owls");
            for (int i = 0; i < TABLES - 1; i++) {
                contribute("mia", owls, i);
            }
            Path clone = place.resolve("clone");
            commons("ben", place, "clone", owls.toString(), clone.toString());
            contribute("ben", clone, TABLES - 1);
            Path offer = place.resolve("offer.bundle");
            commons("ben", clone, "propose", "--bundle", offer.toString());
            commons("mia", owls, "merge", offer.toString());
            commons("mia", owls, "release", "1.0.0");
            System.out.println(commons("ben", owls, "verify", "1.0.0", "--json"));
        }

        private void contribute(String name, Path dataset, int number) throws IOException {
            Path table = place.resolve("table-" + number + ".csv");
            var lines = new ArrayList<String>(List.of("id,seen"));
            for (int row = 0; row < ROWS; row++) {
                lines.add(row + ",owl " + number + " of row " + row);
            }
            Files.write(table, lines);
            commons(
                    name,
                    dataset,
                    "add",
                    table.toString(),
                    "--key",
                    "id",
                    "--license",
                    "CC0-1.0",
                    "--source",
                    "own work",
                    "--basis",
                    "author");
            commons(name, dataset, "sign", "--yes", "-m", "Owls " + number);
        }

        private String commons(String name, Path folder, String... words) throws IOException {
            Map<String, String> variables = TestPeople.moveIn(place.resolve("people"), name);
            var result = TestRun.in(folder)
                    .variables(variables)
                    .random(TestRun.seeded(String.join(" ", words)))
                    .commons(words);
            if (result.code() != 0) {
                throw new IOException(String.join(" ", words) + ": " + result.code() + "\n" + result.err());
            }
            return result.out();
        }
    }
}
