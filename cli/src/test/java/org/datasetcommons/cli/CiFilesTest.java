package org.datasetcommons.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Node;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the CI files of the templates to what they say: plays their commands as a forge would, and looks at what the files
 * would allow. What only a forge does itself, such as the actions of others, is done by hand or left out.
 */
class CiFilesTest {
    private static final Path EVERY = Path.of("..", "templates", "every");
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ *([a-z_.]+) *}}");
    private static final String TABLE = "--to data/records --source 'my own' --basis author";

    private static final String STORY = """
            as mia
            commons init tales --name tales --license CC-BY-4.0 --template table --as mia
            as ana
            commons clone tales ana
            cd ana
            commons add ../tales.csv --license CC-BY-4.0 %1$s
            commons sign -m 'Tales' --yes
            commons propose --branch good
            git push -q origin HEAD:refs/pull/1/head
            as cleo
            cd ..
            commons clone tales cleo
            cd cleo
            exec sed -i 's/^accept: ./accept: [CC-BY-NC-4.0, /; s/^license: .*/license: CC-BY-NC-4.0/' commons.yaml
            git commit -q -s -a -m 'Accept what I give'
            commons add ../more.csv --license CC-BY-NC-4.0 %1$s
            commons sign -m 'Mine' --yes
            commons propose --branch bad
            git push -q origin HEAD:refs/pull/2/head
            as ben
            cd ..
            commons clone tales ben
            cd ben
            commons add ../other.csv --license CC-BY-4.0 %1$s
            commons sign -m 'Other' --yes
            git push -q --no-verify origin HEAD:refs/pull/3/head
            as mia
            cd ../tales
            commons merge good
            commons release 1.0.0
            -- tales.csv --
            id,label,text
            0311,a,The owl
            0312,b,The fox
            -- more.csv --
            id,label,text
            0400,a,Not for sale
            -- other.csv --
            id,label,text
            0500,a,Left at home
            """.formatted(TABLE);

    /** A forge, by its files and by how it names what it tells a job. */
    enum Forge {
        GITHUB("dot-github/workflows/check.yml", "dot-github/workflows/train.yml"),
        FORGEJO("dot-forgejo/workflows/check.yml", "dot-forgejo/workflows/train.yml"),
        GITLAB("dot-gitlab-ci.yml", "dot-gitlab-ci.yml");

        private final Path check;
        private final Path train;

        Forge(String check, String train) {
            this.check = EVERY.resolve(check);
            this.train = EVERY.resolve(train);
        }
    }

    private record Ended(int code, String output) {}

    @TempDir
    static Path shared;

    private static Path origin;

    @TempDir
    Path temporary;

    @BeforeAll
    static void offer() throws IOException {
        for (String tool : List.of("bash", "git", "git-lfs", "sed", "sha256sum", "tar")) {
            assumeTrue(isInstalled(tool), tool + " is not installed");
        }
        Script.parse("ci-files", STORY).run(shared, VerbCatalog.standard());
        origin = shared.resolve("tales");
    }

    @ParameterizedTest
    @EnumSource
    void whatKeepsTheRulesPasses(Forge forge) throws Exception {
        var ended = check(forge, 1, true);

        assertEquals(0, ended.code(), ended.output());
    }

    @ParameterizedTest
    @EnumSource
    void whatBreaksTheRulesOfTheBaseFailsWhateverItSaysItself(Forge forge) throws Exception {
        var ended = check(forge, 2, true);

        assertEquals(ExitStatus.REJECTED.code(), ended.code(), ended.output());
        assertTrue(ended.output().contains("CC-BY-NC-4.0"), ended.output());
        assertTrue(ended.output().contains("not a maintainer"), ended.output());
    }

    @ParameterizedTest
    @EnumSource
    void contentThatIsNotThereFails(Forge forge) throws Exception {
        var ended = check(forge, 3, true);

        assertFalse(ended.code() == 0, ended.output());
        assertFalse(ended.code() == ExitStatus.REJECTED.code(), ended.output());
    }

    @ParameterizedTest
    @EnumSource
    void untilSomebodySaysWhereTheProgramIsItFailsAndSaysSo(Forge forge) throws Exception {
        var ended = check(forge, 1, false);

        assertFalse(ended.code() == 0, ended.output());
        assertTrue(ended.output().contains("where the program is"), ended.output());
    }

    @ParameterizedTest
    @EnumSource
    void releaseIsVerifiedBeforeAnythingIsTrained(Forge forge) throws Exception {
        var ended = play(forge, forge.train, 0, true);

        assertEquals(0, ended.code(), ended.output());
        assertTrue(ended.output().contains("verified"), ended.output());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dot-github/workflows/check.yml",
                "dot-github/workflows/train.yml",
                "dot-forgejo/workflows/check.yml",
                "dot-forgejo/workflows/train.yml"
            })
    void jobsMayOnlyReadAndRunNothingThatCanChange(String file) throws IOException {
        var workflow = yaml(EVERY.resolve(file));
        var text = Files.readString(EVERY.resolve(file));

        assertEquals("{contents=read}", texts(workflow.fields("permissions")).toString());
        assertFalse(text.contains("{{ secrets"), "names a secret");
        assertFalse(text.contains("pull_request_target"), "runs with the rights of the base");
        for (var step : steps(workflow)) {
            // What a stranger can choose, such as the name of a branch, is never pasted into a script.
            step.findText("run").ifPresent(run -> assertFalse(run.contains("${{"), run));
            step.findText("uses")
                    .ifPresent(uses -> assertTrue(uses.matches(".*@[0-9a-f]{40}"), uses + " can change any day"));
        }
    }

    private Ended check(Forge forge, int pullRequest, boolean told) throws Exception {
        return play(forge, forge.check, pullRequest, told);
    }

    /** Runs the steps of a job one after the other, up to the training. */
    private Ended play(Forge forge, Path file, int pullRequest, boolean told) throws Exception {
        Path program = program();
        Path workspace = Files.createDirectories(temporary.resolve("workspace"));
        String head = pullRequest == 0 ? "" : git("rev-parse", "refs/pull/" + pullRequest + "/head");
        // The branch moves on while a pull request is open; this one was for its first commit.
        String base = git("rev-list", "--max-parents=0", "main");
        var variables = new HashMap<String, String>();
        variables.put("PATH", program.resolve("stubs") + File.pathSeparator + System.getenv("PATH"));
        variables.put("HOME", temporary.resolve("home").toString());
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.put("GIT_CONFIG_NOSYSTEM", "1");
        variables.put("LC_ALL", "C.UTF-8");
        variables.put("RUNNER_TEMP", temporary.toString());
        variables.put("GITHUB_PATH", temporary.resolve("path").toString());
        var scripts = new ArrayList<String>();
        if (forge == Forge.GITLAB) {
            var pipeline = yaml(file);
            variables.putAll(texts(pipeline.fields("variables")));
            variables.put("CI_MERGE_REQUEST_PROJECT_URL", origin.toString());
            variables.put("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main");
            variables.put("CI_COMMIT_SHA", head);
            variables.put("CI_COMMIT_TAG", "v1.0.0");
            // The runner fetches what the pipeline is for, and checks nothing out.
            scripts.add("git init -q . && git remote add origin " + origin + " && git fetch -q origin "
                    + (pullRequest == 0
                            ? "refs/tags/v1.0.0:refs/tags/v1.0.0"
                            : "+refs/pull/" + pullRequest + "/head:refs/pipelines/1"));
            var lines = new ArrayList<>(pipeline.texts("before_script"));
            lines.addAll(pipeline.fields(pullRequest == 0 ? "train" : "check").texts("script"));
            scripts.add("set -e\n" + String.join("\n", lines));
        } else {
            var workflow = yaml(file);
            variables.putAll(texts(workflow.fields("env")));
            if (forge == Forge.GITHUB) {
                scripts.add("git clone -q " + origin + " . && git checkout -q "
                        + (pullRequest == 0 ? "v1.0.0 && git lfs fetch" : base));
            }
            var event = Map.of(
                    "github.event.pull_request.base.sha",
                    base,
                    "github.event.pull_request.head.sha",
                    head,
                    "github.event.pull_request.number",
                    Integer.toString(pullRequest),
                    "github.ref_name",
                    "v1.0.0",
                    "github.server_url",
                    origin.getParent().toString(),
                    "github.repository",
                    origin.getFileName().toString());
            for (var step : steps(workflow)) {
                step.find("env")
                        .ifPresent(env -> texts(env.asFields())
                                .forEach((name, value) -> variables.put(name, filled(value, event))));
                step.findText("run").ifPresent(scripts::add);
            }
        }
        if (told) {
            variables.put("COMMONS_URL", program.resolve("commons.tar.gz").toString());
            variables.put(
                    "COMMONS_SHA256",
                    Digest.of(Files.readAllBytes(program.resolve("commons.tar.gz")))
                            .hex());
        }
        var output = new StringBuilder();
        for (String script : scripts) {
            int training = script.indexOf("commons train");
            String upTo = training < 0 ? script : script.substring(0, training);
            var ended = bash(upTo.replaceAll("/tmp/(?=commons|recipe)", temporary + "/"), workspace, variables);
            output.append(ended.output());
            if (ended.code() != 0) {
                return new Ended(ended.code(), output.toString());
            }
        }
        return new Ended(0, output.toString());
    }

    /** An archive of the program as it is here, and what stands in for the network and for the system's packages. */
    private Path program() throws Exception {
        Path directory = temporary.resolve("program");
        Path bin = Files.createDirectories(directory.resolve("commons-0/bin"));
        executable(
                bin.resolve("commons"),
                "#!/bin/sh\nexec \"$JAVA_HOME/bin/java\" -XX:TieredStopAtLevel=1 -cp '"
                        + System.getProperty("java.class.path") + "' org.datasetcommons.cli.Main \"$@\"\n");
        var packed = bash("tar -czf commons.tar.gz commons-0", directory, Map.of("PATH", System.getenv("PATH")));
        assertEquals(0, packed.code(), packed.output());
        Path stubs = Files.createDirectories(directory.resolve("stubs"));
        executable(
                stubs.resolve("curl"),
                "#!/bin/sh\nwhile [ $# -gt 1 ]; do [ \"$1\" = -o ] && out=$2; shift; done\nexec cp \"$1\" \"$out\"\n");
        executable(stubs.resolve("apt-get"), "#!/bin/sh\n");
        return directory;
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertTrue(file.toFile().setExecutable(true));
    }

    private static String filled(String text, Map<String, String> values) {
        return EXPRESSION.matcher(text).replaceAll(found -> {
            assertTrue(values.containsKey(found.group(1)), "unknown to this test: " + found.group(1));
            return Matcher.quoteReplacement(values.get(found.group(1)));
        });
    }

    private String git(String... words) throws Exception {
        var ended = bash("git " + String.join(" ", words), origin, Map.of("PATH", System.getenv("PATH")));
        assertEquals(0, ended.code(), ended.output());
        return ended.output().strip();
    }

    /** As a forge runs a step: later ones find programs in what earlier ones added to the path. */
    private Ended bash(String script, Path directory, Map<String, String> variables) throws Exception {
        Path output = Files.createTempFile(temporary, "output", ".txt");
        var builder = new ProcessBuilder("bash", "-e", "-o", "pipefail", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        Path added = temporary.resolve("path");
        if (Files.exists(added)) {
            builder.environment().merge("PATH", Files.readString(added).strip(), (path, more) -> more + ":" + path);
        }
        Process process = builder.start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "still running: " + script);
        return new Ended(process.exitValue(), Files.readString(output));
    }

    private static Node.Fields yaml(Path file) throws IOException {
        return new StrictDocuments().yaml(file.toString(), Files.readAllBytes(file));
    }

    private static List<Node.Fields> steps(Node.Fields workflow) {
        return workflow.fields("jobs").values().values().stream()
                .flatMap(job -> job.asFields().items("steps").stream())
                .map(Node::asFields)
                .toList();
    }

    private static Map<String, String> texts(Node.Fields fields) {
        var texts = new LinkedHashMap<String, String>();
        fields.values().forEach((name, value) -> texts.put(name, value.asText()));
        return texts;
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
