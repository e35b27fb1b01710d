package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.datasetcommons.digest.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lives the life of a dataset again and again, on machines that speak other languages, stand elsewhere, have more processors
 * and other habits, and are handed the files in another order: what is written, and what is answered, is the same to a byte.
 */
@Timeout(300)
class SameBytesTest {
    /**
     * A machine that pretends.
     *
     * @param locale language and country
     * @param mask of the permissions that a new file gets
     */
    private record Machine(String locale, String charset, String zone, String mask, int processors, boolean backwards) {
        List<String> options() {
            String[] parts = locale.split("-");
            return List.of(
                    "-Duser.language=" + parts[0],
                    "-Duser.country=" + parts[1],
                    "-Dfile.encoding=" + charset,
                    "-XX:ActiveProcessorCount=" + processors);
        }
    }

    private static final Machine USUAL = new Machine("en-US", "UTF-8", "UTC", "022", 1, false);

    /** Digits of their own, years of their own, an i without a dot, hours that are none; each thing with several others. */
    private static final List<Machine> OTHERS = List.of(
            new Machine("tr-TR", "UTF-8", "Pacific/Chatham", "077", 2, false),
            new Machine("ar-EG", "US-ASCII", "America/St_Johns", "022", 8, true),
            new Machine("th-TH", "ISO-8859-1", "Asia/Kathmandu", "002", 3, true),
            new Machine("ja-JP", "Shift_JIS", "Pacific/Apia", "000", 16, false));

    /** A file with all that was said. */
    private static final String ANSWERS = "answers";

    @TempDir(factory = ScriptTest.InMemory.class)
    Path temporary;

    /** All files that a life on this machine leaves, and what was said. */
    private SortedMap<String, String> live(Machine machine) throws Exception {
        // In the same place each time: paths are said, and stand in git's configuration.
        Path work = Files.createDirectory(temporary.toRealPath().resolve("work"));
        Path said = temporary.resolve("said");
        var program = new Program(work, Map.of("TZ", machine.zone(), "LC_ALL", "C.UTF-8"), said)
                .under(List.of("sh", "-c", "umask " + machine.mask() + " && exec \"$@\"", "sh"))
                .with(machine.options().toArray(String[]::new));
        int code =
                program.start(Life.class, Boolean.toString(machine.backwards())).waitFor();
        assertEquals(0, code, () -> machine + ": " + program.said());
        var files = files(work);
        Files.move(work, temporary.resolve("done-" + machine.locale()));
        Files.delete(said);
        return files;
    }

    private static SortedMap<String, String> files(Path work) throws IOException {
        var files = new TreeMap<String, String>();
        try (var paths = Files.walk(work)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                String name = work.relativize(path).toString();
                if (!isOfTheMachine(name)) {
                    files.put(name, content(name, path));
                }
            }
        }
        for (String key : List.of("people/ana/.ssh/id_ed25519", "second")) {
            files.put(key + " may", PosixFilePermissions.toString(Files.getPosixFilePermissions(work.resolve(key))));
        }
        return files;
    }

    private static String content(String name, Path file) throws IOException {
        if (name.equals(ANSWERS)) {
            return Files.readString(file);
        }
        // How tightly objects are packed that go from one repository to another is left to git, and to how many work on
        // it;
        // which they are says the name of the pack.
        return name.startsWith("bens/.git/objects/pack/")
                ? "some pack"
                : Digest.of(Files.readAllBytes(file)).hex();
    }

    /** Notes of when and where something was last seen, and by whom, which git and we keep of this machine alone. */
    private static boolean isOfTheMachine(String name) {
        return name.endsWith(".git/index")
                || name.contains(".git/commons/cache/")
                || name.contains(".git/logs/")
                || name.endsWith(".git/FETCH_HEAD")
                || name.endsWith(".git/commons/lock");
    }

    @Test
    void aDatasetIsTheSameWhereverItIsMade() throws Exception {
        assumeTrue(TestRun.isInstalled("sh"), "there is no shell that could set umask");
        var usual = live(USUAL);

        for (var machine : OTHERS) {
            var other = live(machine);

            assertEquals(usual.get(ANSWERS), other.get(ANSWERS), machine::toString);
            var differ = new TreeSet<>(usual.keySet());
            differ.addAll(other.keySet());
            differ.removeIf(name -> Objects.equals(usual.get(name), other.get(name)));
            assertEquals(Set.of(), differ, machine::toString);
        }
    }

    /** The program of the other process: ana and ben make a dataset. */
    static final class Life {
        /** As many as are stored in a pack, and read by several threads. */
        private static final int NOTES = 120;

        private static final int ROWS = 400;

        private final Path work = Path.of("").toAbsolutePath();
        private final StringBuilder said = new StringBuilder();
        private final boolean backwards;
        private Instant now = SteppingClock.START;

        private Life(boolean backwards) {
            this.backwards = backwards;
        }

        /** @param words whether all that has no order comes in the other one */
        public static void main(String[] words) throws IOException {
            new Life(Boolean.parseBoolean(words[0])).run();
        }

        private <T> List<T> inSomeOrder(List<T> all) {
            var some = new ArrayList<>(all);
            if (backwards) {
                Collections.reverse(some);
            }
            return some;
        }

        private void write(String path, String text) throws IOException {
            Path file = work.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }

        private void run() throws IOException {
            for (int i : inSomeOrder(IntStream.range(0, NOTES).boxed().toList())) {
                write("night/INDEX " + i + ".TXT", "Note " + i + " of an owl.\n");
            }
            for (String name :
                    inSomeOrder(List.of("çılgın.txt", "Ωμέγα.txt", "ｆｕｌｌ.txt", "I.txt", "ı.md", "z/A.txt"))) {
                write("names/" + name, "This is " + name + ".\n");
            }
            var rows = new StringBuilder("id,TITLE,words\n");
            for (int row = 0; row < ROWS; row++) {
                rows.append(row).append(",The İstanbul owl ").append(row).append(",1234567.5\n");
            }
            write("tales/tales.csv", rows.toString());
            commons("ana", "owls/..", "init", "owls", "--name", "owls", "--license", "CC-BY-4.0", "--as", "ana");
            commons("ana", "owls", "key", "new", "../second");
            add("ana", "owls", "../night", "../names", "../tales/tales.csv");
            commons("ana", "owls", "sign", "--yes", "-m", "Iğdır, 1234567 and more");
            commons("ben", "owls/..", "clone", "owls", "bens");
            write("wren.txt", "A wren.\n");
            write("hen.txt", "A hen.\n");
            add("ben", "bens", "../wren.txt", "../hen.txt");
            commons("ben", "bens", "sign", "--yes");
            commons("ben", "bens", "propose", "--bundle", "../new.bundle");
            commons("ana", "owls", "merge", "../new.bundle");
            commons("ana", "owls", "key", "add", "../second.pub");
            commons("ana", "owls", "release", "1.0.0");
            commons("ben", "bens", "pull");
            for (String verb : List.of("status", "log", "check", "fsck", "verify", "gc")) {
                commons("ana", "owls", verb);
                commons("ana", "owls", verb, "--json");
            }
            commons("ana", "owls", "license", "report");
            commons("ana", "owls", "show", "data/night/INDEX 7.TXT");
            commons("ana", "owls", "diff", "HEAD~2", "HEAD");
            commons("ana", "owls", "verify", "1.0.0");
            Files.writeString(work.resolve(ANSWERS), said);
        }

        private void add(String name, String folder, String... paths) throws IOException {
            var words = new ArrayList<>(List.of("add", "--as", name, "--key", "id"));
            for (String term : inSomeOrder(
                    List.of("--license=CC-BY-4.0", "--source=notes", "--basis=author", "--meta=b=2", "--meta=a=1"))) {
                words.add(term);
            }
            words.addAll(inSomeOrder(List.of(paths)));
            commons(name, folder, words.toArray(String[]::new));
        }

        /** Commands come a minute after each other, and however often one looks at the clock, it is the same time. */
        private void commons(String name, String folder, String... words) throws IOException {
            now = now.plus(Duration.ofMinutes(1));
            String doing =
                    name + " " + String.join(" ", Stream.of(words).sorted().toList());
            var result = TestRun.in(work.resolve(folder).normalize())
                    .variables(TestPeople.moveIn(work.resolve("people"), name))
                    .clock(InstantSource.fixed(now))
                    .random(TestRun.seeded(doing))
                    .commons(words);
            said.append(doing).append('\n');
            // What is added is told in the order in which it was given.
            if (!words[0].equals("add")) {
                said.append(result.out()).append(result.err());
            }
            if (result.code() != 0) {
                throw new IOException(doing + ": " + result);
            }
        }
    }
}
