package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs the blocks of {@code docs/how-to/verify-by-hand.md} as a stranger would: in Bash, with no program of ours, against a
 * release that has a bit of everything, and against such that somebody tampered with.
 */
class VerifyByHandTest {
    private static final Path PAGE = Path.of("..", "docs", "how-to", "verify-by-hand.md");
    private static final List<String> TOOLS =
            List.of("bash", "git", "git-lfs", "ssh-keygen", "sha256sum", "jq", "openssl", "python3");

    /** Rows and files, what moved and what changed, two releases, and a second root that asks for two signatures. */
    private static final String STORY = """
            as mia
            commons init tales --name tales --license CC-BY-4.0 --template table --as mia
            as ana
            commons clone tales ana
            cd ana
            commons add ../tales.csv ../numbers.jsonl ../notes.tsv --to data/records --license CC-BY-4.0 --source 'my own' --basis author
            commons add ../one.txt ../two.txt --to data/notes --license CC0-1.0 --source 'my own' --basis author --meta place=Oslo --meta año=2026
            commons sign -m 'Tales' --yes
            commons propose --branch tales
            as mia
            cd ../tales
            commons merge tales
            commons release 1.0.0
            as ana
            cd ../ana
            git pull -q
            mv data/notes/one.txt data/notes/uno.txt
            cp ../changed.csv data/records/tales.csv
            commons add data --license CC-BY-4.0 --source 'my own' --basis author
            commons sign -m 'A page more, and a better name' --yes
            commons propose --branch more
            as mia
            cd ../tales
            commons merge more
            exec bash ../second-root.sh
            commons release 2.0.0
            as ana
            cd ../ana
            git pull -q
            commons release 2.0.0 --cosign
            -- tales.csv --
            id,title,pages
            0311,"The ""Owl"", and others",12
            0312,Der Füchsin Märchen,3
            -- changed.csv --
            id,title,pages
            0311,"The ""Owl"", and others",13
            0312,Der Füchsin Märchen,3
            -- numbers.jsonl --
            {"id":"j1","n":1.0,"deep":[1e3,{"b":2,"a":"é\\u0001","𐀀":null,"ﬀ":true}]}
            {"n":-0,"id":7}
            -- notes.tsv --
            id\ttext
            t1\tsaid "so"
            -- one.txt --
            one
            -- two.txt --
            two
            -- second-root.sh --
            set -eu
            people=../people
            jq --arg previous "$(sha256sum trust/1.root.json | cut -c1-64)" \\
                --arg ana "$(cut -d' ' -f1,2 "$people/ana/.ssh/id_ed25519.pub")" '
                .predicate.version = 2 | .predicate.previous = $previous
                | .predicate.roles.release.persons += [{handle: "ana-example", keys: [$ana]}]
                | .predicate.roles.release.threshold = 2
                | .predicate.roles.root = .predicate.roles.release' trust/1.root.json > trust/2.root.json
            for person in mia ana; do
                handle=$([ $person = ana ] && echo ana-example || echo mia)
                ssh-keygen -q -Y sign -f "$people/$person/.ssh/id_ed25519" -n root@datasetcommons.org - \\
                    < trust/2.root.json > trust/2.root.json.$handle.sig
            done
            git add trust
            git commit -q -S -s -m 'Let two persons release'
            """;

    private record Step(String heading, String commands) {
        /** {@code 4} of {@code 4. Each root is signed by those who may}. */
        String number() {
            return heading.replaceFirst("[. ].*", "");
        }
    }

    private record Ended(int code, String step, String output) {}

    @TempDir
    static Path shared;

    private static Path released;
    private static String id;

    @TempDir
    Path temporary;

    @BeforeAll
    static void release() throws IOException {
        for (String tool : TOOLS) {
            assumeTrue(isInstalled(tool), tool + " is not installed");
        }
        Script.parse("verify-by-hand", STORY).run(shared, VerbCatalog.standard());
        released = shared.resolve("ana");
        id = org.datasetcommons.digest.Digest.of(Files.readAllBytes(released.resolve("trust/1.root.json")))
                .hex();
    }

    @Test
    void everyStepHoldsForARelease() throws Exception {
        for (String version : List.of("1.0.0", "2.0.0")) {
            var ended = follow(released, id, version, "");

            assertEquals(0, ended.code(), ended.output());
            assertTrue(ended.output().contains("the log is signed by mia"), ended.output());
        }
    }

    @Test
    void anotherIdIsNoticed() throws Exception {
        var ended = follow(released, "0".repeat(64), "2.0.0", "");

        assertEquals(1, ended.code(), ended.output());
        assertEquals("3", ended.step(), ended.output());
    }

    @Test
    void contentThatWasExchangedWhereItLiesIsNoticed() throws Exception {
        Path copy = temporary.resolve("copy");
        run(List.of("cp", "-a", released.toString(), copy.toString()), temporary);
        String pointer = Files.readString(copy.resolve("releases/2.0.0/SHA256SUMS"));
        String oid = pointer.lines()
                .filter(line -> line.endsWith("two.txt"))
                .findFirst()
                .orElseThrow()
                .substring(0, 64);
        Files.writeString(
                copy.resolve(".git/lfs/objects")
                        .resolve(oid.substring(0, 2))
                        .resolve(oid.substring(2, 4))
                        .resolve(oid),
                "tow\n");

        var ended = follow(copy, id, "2.0.0", "");

        assertTrue(ended.code() != 0, ended.output());
    }

    /** What somebody does to the files between two steps, and the step that notices it. */
    @ParameterizedTest(name = "step {0} notices: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            4  | rm trust/2.root.json.ana-example.sig
            4  | sed -i 's/"threshold": 2/"threshold": 1/' trust/2.root.json
            5  | rm releases/2.0.0/release.json.mia.sig
            5  | sed -i 's/"records": 7/"records": 6/' releases/2.0.0/release.json
            5  | sed -i 's/accept: ./accept: [CC-BY-NC-4.0, /' commons.yaml
            5  | sed -i 's/"payload": "e/"payload": "f/' releases/2.0.0/release.dsse.json
            6  | git -c user.name=Eve -c user.email=eve@example.org tag -f -a -m Eve v2.0.0
            7  | sed -i 's/"train"/"sell"/' contributions/*/contribution.json
            7  | sed -i 's/"size":/"size":1/' contributions/*/records-00001.jsonl
            7  | sed -i 's/^    from: .*/    from: "2036-11-22T10:00:00Z"/' contributors/ana-example.yaml
            8  | rm -r $(dirname $(grep -l CC0 contributions/*/records-00001.jsonl))
            9  | echo more >> data/notes/uno.txt
            11 | sed -i 's/contribution/contributiom/' log/tile/entries/000.p/*
            11 | sed -i '2s/.*/1/' log/checkpoint
            11 | sed -i 's/^\\(— .*\\).....=*$/\\1AAAA=/' log/checkpoint
            """)
    void tamperingIsNoticed(String step, String tampering) throws Exception {
        var ended = follow(released, id, "2.0.0", tampering);

        assertTrue(ended.code() != 0, ended.output());
        assertEquals(step, ended.step(), ended.output());
    }

    /** Runs all blocks; before the third step, somebody else does something. */
    private Ended follow(Path url, String dataset, String version, String tampering) throws Exception {
        var script = new StringBuilder();
        for (var step : steps()) {
            script.append("echo '== ").append(step.number()).append("'\n");
            if (step.number().equals("3")) {
                script.append(tampering).append('\n');
            }
            script.append(step.commands()
                    .replaceFirst("(?m)^URL=.*", "URL=" + url)
                    .replaceFirst("(?m)^ID=.*", "ID=" + dataset)
                    .replaceFirst("(?m)^V=.*", "V=" + version));
        }
        Path work = Files.createTempDirectory(temporary, "stranger");
        Path file = Files.writeString(work.resolve("steps.sh"), script);
        return run(List.of("bash", file.toString()), work);
    }

    private static List<Step> steps() throws IOException {
        var steps = new LinkedHashMap<String, StringBuilder>();
        String heading = "";
        boolean fenced = false;
        for (String line : Files.readString(PAGE).lines().toList()) {
            if (line.startsWith("```")) {
                fenced = line.equals("```sh");
            } else if (fenced) {
                steps.get(heading).append(line).append('\n');
            } else if (line.startsWith("## ")) {
                heading = line.substring(3);
                steps.put(heading, new StringBuilder());
            }
        }
        return steps.entrySet().stream()
                .filter(step -> !step.getValue().isEmpty())
                .map(step -> new Step(step.getKey(), step.getValue().toString()))
                .toList();
    }

    private Ended run(List<String> command, Path directory) throws Exception {
        Path output = Files.createTempFile(temporary, "output", ".txt");
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", System.getenv().getOrDefault("PATH", ""),
                        "HOME", directory.toString(),
                        "GIT_CONFIG_NOSYSTEM", "1",
                        "TMPDIR", directory.toString(),
                        "LC_ALL", "C.UTF-8"));
        Process process = builder.start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "still running");
        String text = Files.readString(output);
        String step = text.lines()
                .filter(line -> line.startsWith("== "))
                .reduce((before, last) -> last)
                .map(line -> line.substring(3))
                .orElse("");
        return new Ended(process.exitValue(), step, text);
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
