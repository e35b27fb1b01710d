package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A dataset that may not be written to, by its permissions or because it lies on a disk that is read-only: who looks sees
 * what they would see otherwise, and who would write is told why not, and what helps.
 */
@Timeout(300)
class ReadOnlyTest {
    private static final String SITUATION = """
            given offered
            commons key new ../second
            as ben
            commons -C ../bens push
            as ana
            exec sh -c 'mkdir ../many && for i in $(seq 120); do echo $i > ../many/$i.txt; done'
            commons add ../many --license CC-BY-4.0 --source 'my own notes' --basis author
            commons sign --yes
            commons add ../draft.txt --license CC-BY-4.0 --source 'my own notes' --basis author
            -- draft.txt --
            What comes next.
            -- more.txt --
            More.
            """;

    private static final List<String> LOOKING = List.of(
            "status",
            "log",
            "show data/owl.txt",
            "diff HEAD~1 HEAD",
            "check",
            "verify",
            "fsck",
            "key list",
            "license report",
            "add ../more.txt --dry-run",
            "sign --dry-run",
            "release 1.0.0 --dry-run",
            "gc --dry-run",
            "clone . ../copy");

    private static final List<String> WRITING = List.of(
            "add ../more.txt",
            "sign --yes",
            "merge ../new.bundle",
            "release 1.0.0",
            "pull",
            "key add ../second.pub",
            "gc --yes",
            "fsck --repair",
            "init inner --name inner --license CC-BY-4.0");

    private static final String DENIED = "[Pp]ermission denied";

    @TempDir(factory = ScriptTest.InMemory.class)
    Path temporary;

    private Path work;
    private Path owls;

    @BeforeEach
    void begin() throws IOException {
        work = Files.createDirectory(temporary.toRealPath().resolve("work"));
        owls = work.resolve("owls");
        Script.parse("given", SITUATION).run(work, VerbCatalog.standard());
    }

    /** Which commands do otherwise than they should, in a process that is started like this. */
    private void look(List<String> starter, String reason) throws Exception {
        var before = Snapshot.of(owls);
        var expected = Looks.all(work, LOOKING);
        var program = new Program(work, Map.of(), temporary.resolve("said")).under(starter);

        int code = program.start(Looks.class, reason).waitFor();

        assertEquals(0, code, program::said);
        assertEquals(String.join("", expected), program.said());
        assertEquals(List.of(), before.changesTo(Snapshot.of(owls)));
    }

    @Test
    void whereNobodyMayWrite() throws Exception {
        change("chmod", "-R", "a-w", "owls");
        try {
            look(withoutPrivileges(), DENIED);
        } finally {
            change("chmod", "-R", "u+w", "owls");
        }
    }

    @Test
    void whereItIsSomebodyElses() throws Exception {
        assumeTrue(isRoot(), "only root can give files away");
        change("chown", "-R", "65534:65534", "owls");

        look(withoutPrivileges(), DENIED);
    }

    private boolean isRoot() throws IOException {
        return Files.getOwner(work).getName().equals("root");
    }

    /** Root may write everywhere, unless that is taken away. */
    private List<String> withoutPrivileges() throws IOException {
        if (!isRoot()) {
            return List.of();
        }
        assumeTrue(TestRun.isInstalled("setpriv"), "setpriv is not installed, which takes from root what it may");
        return List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner");
    }

    private void change(String... words) throws Exception {
        assertEquals(
                0, new ProcessBuilder(words).directory(work.toFile()).start().waitFor());
    }

    @Test
    void whereTheDiskIsReadOnly() throws Exception {
        var starter = List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --bind owls owls && mount -o remount,ro,bind owls && exec \"$@\"",
                "sh");
        assumeTrue(mayMount(starter), "nothing may be mounted here, so no disk can be read-only");

        look(starter, "Read-only file system");
    }

    private boolean mayMount(List<String> starter) throws Exception {
        var trial = new ArrayList<>(starter);
        trial.add("true");
        return TestRun.isInstalled("unshare")
                && new ProcessBuilder(trial).directory(work.toFile()).start().waitFor() == 0;
    }

    /** The program of the other process: tries what writes, then looks. */
    static final class Looks {
        private Looks() {}

        /** @param words what the system says where nothing can be written */
        public static void main(String[] words) throws IOException {
            Path work = Path.of("").toAbsolutePath();
            var complaints = new ArrayList<String>();
            for (String line : WRITING) {
                var result = commons(work, line);
                if (result.code() != 6
                        || !result.err().matches("(?s).*commons: error: .*(" + words[0] + ").*commons: hint: .*")) {
                    complaints.add(line + ": " + result);
                }
            }
            var diagnosed = commons(work, "doctor");
            if (!diagnosed.out().contains(" may not be written to")) {
                complaints.add(diagnosed.toString());
            }
            var looks = all(work, LOOKING);
            (complaints.isEmpty() ? looks : complaints).forEach(System.out::print);
            System.exit(complaints.isEmpty() ? 0 : 1);
        }

        static List<String> all(Path work, List<String> lines) throws IOException {
            var answers = new ArrayList<String>();
            for (String line : lines) {
                answers.add(line + ": " + commons(work, line) + "\n");
            }
            delete(work.resolve("copy"));
            return answers;
        }

        private static void delete(Path made) throws IOException {
            if (Files.exists(made)) {
                try (var files = Files.walk(made)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        }

        private static TestRun.Result commons(Path work, String line) throws IOException {
            return TestRun.in(work.resolve("owls"))
                    .variables(TestPeople.moveIn(work.resolve("people"), "ana"))
                    .commons(line.split(" "));
        }
    }
}
