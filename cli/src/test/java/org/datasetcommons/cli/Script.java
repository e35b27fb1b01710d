package org.datasetcommons.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.transfer.HostTwin;
import org.opentest4j.TestAbortedException;

/**
 * What a person types, as a test: steps on top, the files they need below, each after a line {@code -- path --}.
 *
 * <pre>
 * commons WORD…        runs the program, which must end with 0; "! commons" must end otherwise
 * git WORD…            runs git; exec PROGRAM WORD… runs anything; the script is skipped where that is missing
 * exit N               how the last command ended
 * stdout 'REGEX'       what it printed contains this; stderr likewise; "!" says that it does not
 * save stdout FILE     keeps what it printed
 * stdin FILE           what the next command reads
 * answer 'TEXT'…       what is typed, line by line, at the terminal that the next command runs on
 * cmp FILE FILE        same bytes; "!" other bytes
 * exists PATH…         all are there; "!" none is
 * grep 'REGEX' FILE    the file contains this; "!" it does not
 * json OUT WORD…       stdout or stderr is one JSON object with this in it: KEY, KEY=VALUE, list.0.KEY=VALUE, list=[]
 * keep NAME 'REGEX'    what the last command printed where this matches, or its first group, as $NAME
 * cd, mkdir, cp, mv, rm, append FILE TEXT, env NAME=VALUE
 * fill FILE            puts variables into a file of the script
 * flip FILE            changes one bit in the middle of it
 * terminal             the next command prints to a terminal
 * meanwhile N STEP     the step is done while the next command runs: when it looks at the clock for the Nth time
 * as NAME              another person: own home, own git identity, own key
 * given NAME           first does the steps of given/NAME.txt, and lays down its files
 * serve DIR            what is in the directory, as a forge at $HOST: git, Git LFS, and static/ as files;
 *                      serve DIR NAME PASSWORD lets nobody else in
 * giftless DIR         a Git LFS server that others have written, at $GIFTLESS; the script is skipped where it is missing
 * </pre>
 *
 * <p>{@code $NAME} stands for a variable and {@code $WORK} for the directory of the script, outside of single quotes.
 *
 * <p>Whenever the program refuses, is only asked what it would do, or only looks, it must leave all as it was: every
 * such command is followed by a look at every file of the script, see {@link Snapshot}.
 */
final class Script {
    private static final Pattern FILE = Pattern.compile("-- (\\S+) --");
    private static final Pattern VARIABLE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");
    /** The verb in a hint, as text or in JSON: hints must never go stale. */
    private static final Pattern HINTED = Pattern.compile("`commons ([a-z][a-z-]*)");

    private static final Pattern SEARCHING = Pattern.compile("(! )?(stdout|stderr|grep|keep)\\b");

    private static final int SECONDS = 120;
    private static final Set<String> LOOKING =
            Set.of("status", "check", "diff", "log", "show", "verify", "license", "help", "version", "completion");

    private record Step(int line, String text) {}

    private final String name;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, StringBuilder> files = new LinkedHashMap<>();
    private Path given = Path.of("src", "test", "scripts", "given");

    private Path work;
    private Path directory;
    private VerbCatalog catalog;
    private final Map<String, String> variables = new HashMap<>();
    private final List<HostTwin> hosts = new ArrayList<>();
    private final List<Giftless> servers = new ArrayList<>();
    private final SteppingClock clock = new SteppingClock();
    private final SecureRandom random = TestRun.seeded("script");
    private byte[] input = {};
    private boolean typed;
    private boolean terminal;
    private Optional<Snapshot> before = Optional.empty();
    private TestRun.Result last = new TestRun.Result(0, "", "");

    private Script(String name) {
        this.name = name;
    }

    /** The script in a file; what is given to it lies beside it, in {@code given/}. */
    static Script read(Path file) throws IOException {
        var script = parse(file.getFileName().toString(), Files.readString(file));
        script.given = file.resolveSibling("given");
        return script;
    }

    static Script parse(String name, String text) {
        var script = new Script(name);
        StringBuilder file = null;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            Matcher begins = FILE.matcher(line);
            if (begins.matches()) {
                file = new StringBuilder();
                script.files.put(begins.group(1), file);
            } else if (file != null) {
                file.append(line).append('\n');
            } else if (!line.isBlank() && !line.startsWith("#")) {
                script.steps.add(new Step(number, line.strip()));
            }
        }
        return script;
    }

    /** Runs all steps in this directory, which must be empty. */
    void run(Path empty, VerbCatalog verbs) throws IOException {
        work = empty.toRealPath();
        directory = work;
        catalog = verbs;
        variables.putAll(Map.of(
                "WORK", work.toString(),
                "HOME", work.resolve("home").toString(),
                "XDG_CONFIG_HOME", work.resolve("home/.config").toString(),
                // The engine's libraries are unpacked once for all tests.
                "XDG_CACHE_HOME",
                        System.getProperty(
                                "commons.test.cache", work.resolve("cache").toString()),
                "GIT_CONFIG_NOSYSTEM", "1",
                "PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"),
                "LC_ALL", "C.UTF-8",
                "TZ", "UTC"));
        try {
            follow(this);
        } finally {
            hosts.forEach(HostTwin::close);
            servers.forEach(Giftless::close);
        }
    }

    private void follow(Script script) throws IOException {
        for (var file : script.files.entrySet()) {
            Path target = work.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue().toString());
        }
        for (Step step : script.steps) {
            try {
                run(step);
            } catch (AssertionError | IOException | RuntimeException e) {
                if (e instanceof TestAbortedException) {
                    throw e;
                }
                throw new AssertionError(
                        script.name + ":" + step.line() + ": " + step.text() + "\n" + e.getMessage() + "\n-- exit: "
                                + last.code() + "\n-- stdout:\n" + last.out() + "-- stderr:\n" + last.err(),
                        e);
            }
        }
    }

    private void run(Step step) throws IOException {
        List<String> words = words(step.text(), SEARCHING.matcher(step.text()).lookingAt());
        boolean not = words.get(0).equals("!");
        if (not) {
            words = words.subList(1, words.size());
        }
        String verb = words.get(0);
        List<String> rest = words.subList(1, words.size());
        switch (verb) {
            case "commons" -> ended(not, not || onlyLooks(rest) ? changingNothing(rest) : commons(rest));
            case "git" -> ended(not, execute(words));
            case "exec" -> ended(not, execute(rest));
            case "exit" -> check(last.code() == Integer.parseInt(rest.get(0)), "it ended otherwise");
            case "stdout" -> contains(not, last.out(), rest.get(0), "standard output");
            case "stderr" -> contains(not, last.err(), rest.get(0), "standard error");
            case "grep" -> contains(not, Files.readString(inside(rest.get(1))), rest.get(0), rest.get(1));
            case "save" ->
                Files.writeString(inside(rest.get(1)), rest.get(0).equals("stdout") ? last.out() : last.err());
            case "stdin" -> input = Files.readAllBytes(inside(rest.get(0)));
            case "answer" -> type(String.join("\n", rest));
            case "json" -> json(rest.get(0).equals("stdout") ? last.out() : last.err(), rest.subList(1, rest.size()));
            case "keep" -> variables.put(rest.get(0), found(rest.get(1), last.out()));
            case "cmp" ->
                check(
                        not == (Files.mismatch(inside(rest.get(0)), inside(rest.get(1))) >= 0),
                        not ? "the files are the same" : "the files differ");
            case "exists" ->
                rest.forEach(path ->
                        check(not != Files.exists(inside(path)), not ? "is there: " + path : "is missing: " + path));
            case "cd" -> directory = directory(rest.get(0));
            case "mkdir" -> Files.createDirectories(inside(rest.get(0)));
            case "cp" -> copy(inside(rest.get(0)), inside(rest.get(1)));
            case "mv" -> Files.move(inside(rest.get(0)), inside(rest.get(1)));
            case "rm" -> delete(inside(rest.get(0)));
            case "append" ->
                Files.writeString(
                        inside(rest.get(0)), rest.get(1) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            case "env" ->
                rest.forEach(
                        pair -> variables.put(pair.replaceFirst("(?s)=.*", ""), pair.replaceFirst("(?s)[^=]*=", "")));
            case "given" -> follow(read(given.resolve(rest.get(0) + ".txt")));
            case "fill" ->
                Files.writeString(inside(rest.get(0)), expand(Files.readString(inside(rest.get(0))), value -> value));
            case "flip" -> flip(inside(rest.get(0)));
            case "terminal" -> terminal = true;
            case "meanwhile" -> {
                String then = step.text().replaceFirst("meanwhile\\s+\\d+\\s+", "");
                clock.atReading(Integer.parseInt(rest.get(0)), () -> meanwhile(new Step(step.line(), then)));
            }
            case "serve" -> serve(rest);
            case "giftless" -> giftless(inside(rest.get(0)));
            case "as" -> variables.putAll(TestPeople.moveIn(work.resolve("people"), rest.get(0)));
            default -> throw new AssertionError("no such step: " + verb);
        }
    }

    private static boolean onlyLooks(List<String> words) {
        return words.contains("--dry-run")
                || CommandTree.verbOf(words.toArray(String[]::new))
                        .map(LOOKING::contains)
                        .orElse(true);
    }

    private TestRun.Result changingNothing(List<String> words) throws IOException {
        before = Optional.of(Snapshot.of(work));
        TestRun.Result result = commons(words);
        var changes = before.get().changesTo(Snapshot.of(work));
        before = Optional.empty();
        if (!changes.isEmpty()) {
            last = result;
            throw new AssertionError("it should have left all as it was: " + changes);
        }
        return result;
    }

    /** What somebody else does is not the program's doing. */
    private void meanwhile(Step step) {
        TestRun.Result result = last;
        try {
            run(step);
            if (before.isPresent()) {
                before = Optional.of(Snapshot.of(work));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            last = result;
        }
    }

    private void serve(List<String> words) {
        var host = new HostTwin(inside(words.get(0)));
        hosts.add(host);
        variables.put("HOST", host.url());
        if (words.size() > 1) {
            host.requireLogin(words.get(1), words.get(2));
        }
    }

    private void giftless(Path storage) throws IOException {
        if (!Giftless.isInstalled()) {
            System.out.println("skipped " + name + ": giftless is not installed");
            throw new TestAbortedException("giftless is not installed");
        }
        var server = new Giftless(Files.createDirectories(storage));
        servers.add(server);
        variables.put("GIFTLESS", server.url());
    }

    private void ended(boolean not, TestRun.Result result) {
        last = result;
        check(not == (result.code() != 0), not ? "it should have failed" : "it failed");
    }

    private TestRun.Result commons(List<String> words) {
        var run = TestRun.in(directory)
                .variables(variables)
                .clock(clock)
                .random(random)
                .catalog(catalog);
        run = terminal ? run.outOnTerminal() : run;
        run = typed ? run.typing(new String(input, StandardCharsets.UTF_8)) : run.input(input);
        forgetInput();
        terminal = false;
        TestRun.Result result = run.commons(words.toArray(String[]::new));
        check(!clock.isExpected(), "it did not look at the clock so often");
        HINTED.matcher(result.err())
                .results()
                .forEach(hint -> check(
                        catalog.names().contains(hint.group(1)),
                        "a hint names a verb that does not exist: " + hint.group(1)));
        return result;
    }

    private TestRun.Result execute(List<String> words) throws IOException {
        if (!isInstalled(words.get(0))) {
            System.out.println("skipped " + name + ": " + words.get(0) + " is not installed");
            throw new TestAbortedException(words.get(0) + " is not installed");
        }
        Path in = Files.createTempFile("script", ".in");
        Path out = Files.createTempFile("script", ".out");
        Path err = Files.createTempFile("script", ".err");
        try {
            Files.write(in, input);
            forgetInput();
            var builder = new ProcessBuilder(words)
                    .directory(directory.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().clear();
            builder.environment().putAll(variables);
            String now = clock.instant().toString();
            builder.environment().put("GIT_AUTHOR_DATE", now);
            builder.environment().put("GIT_COMMITTER_DATE", now);
            Process process = builder.start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("still running after " + SECONDS + " seconds");
            }
            return new TestRun.Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            for (Path file : List.of(in, out, err)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private boolean isInstalled(String program) {
        if (program.contains("/")) {
            return Files.isExecutable(directory.resolve(program));
        }
        for (String place : variables.get("PATH").split(File.pathSeparator)) {
            if (Files.isExecutable(Path.of(place, program))) {
                return true;
            }
        }
        return false;
    }

    private void type(String text) {
        input = (text + "\n").getBytes(StandardCharsets.UTF_8);
        typed = true;
    }

    private void forgetInput() {
        input = new byte[0];
        typed = false;
    }

    private Path directory(String word) {
        Path there = inside(word);
        check(Files.isDirectory(there), "no such directory: " + there);
        return there;
    }

    /** Scripts write and delete: never outside of their own directory. */
    private Path inside(String word) {
        Path path = directory.resolve(word).normalize();
        check(path.startsWith(work), "leaves the directory of the script: " + path);
        return path;
    }

    private static void contains(boolean not, String text, String regex, String what) {
        boolean found = Pattern.compile(regex, Pattern.MULTILINE).matcher(text).find();
        check(found != not, what + (not ? " has what it should not have" : " does not have it"));
    }

    private static String found(String regex, String text) {
        var matcher = Pattern.compile(regex, Pattern.MULTILINE).matcher(text);
        check(matcher.find(), "standard output does not have it");
        return matcher.group(matcher.groupCount() == 0 ? 0 : 1);
    }

    private static void json(String text, List<String> wanted) {
        check(text.indexOf('\n') == text.length() - 1 && text.startsWith("{"), "it is not one JSON object on one line");
        var object = new StrictDocuments().json("it", text.getBytes(StandardCharsets.UTF_8));
        for (String want : wanted) {
            int equals = want.indexOf('=');
            String path = equals < 0 ? want : want.substring(0, equals);
            var value = value(object, path);
            check(value.isPresent(), "it has no " + path);
            String said = value.get() instanceof Node.Scalar scalar ? scalar.text() : Json.line(value.get());
            check(equals < 0 || said.equals(want.substring(equals + 1)), path + " is " + said);
        }
    }

    private static Optional<Node> value(Node node, String path) {
        Optional<Node> value = Optional.of(node);
        for (String name : path.split("\\.")) {
            if (value.isPresent() && value.get() instanceof Node.Items items) {
                int index = Integer.parseInt(name);
                value = index < items.values().size()
                        ? Optional.of(items.values().get(index))
                        : Optional.empty();
            } else {
                value = value.flatMap(below -> below.asFields().find(name));
            }
        }
        return value;
    }

    private static void flip(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        // As a fault of the disk would: the name and the times stay.
        var time = Files.getLastModifiedTime(file);
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Path target = Files.isDirectory(to) ? to.resolve(from.getFileName()) : to;
        try (var paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path copy = target.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                } else {
                    Files.createDirectories(copy.getParent());
                    Files.copy(path, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void delete(Path path) throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException trouble) throws IOException {
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * As a shell splits: single quotes keep all, double quotes keep spaces, a backslash keeps the next character.
     *
     * @param searching whether what is in double quotes is a regular expression, in which variables stand for themselves
     */
    private List<String> words(String line, boolean searching) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean open = false;
        char quote = 0;
        var plain = new StringBuilder();
        for (int i = 0; i <= line.length(); i++) {
            char c = i < line.length() ? line.charAt(i) : 0;
            boolean special = i == line.length()
                    || c == '\\' && quote != '\'' && !(searching && quote == '"' && !line.startsWith("\"", i + 1))
                    || (quote == 0 && (c == '\'' || c == '"' || c == ' '))
                    || (quote != 0 && c == quote);
            if (!special) {
                (quote == '\'' ? word : plain).append(c);
                open = true;
                continue;
            }
            word.append(expand(plain.toString(), searching && quote == '"' ? Pattern::quote : value -> value));
            plain.setLength(0);
            if (i == line.length() || (c == ' ' && quote == 0)) {
                if (open) {
                    words.add(word.toString());
                }
                word.setLength(0);
                open = false;
            } else if (c == '\\') {
                word.append(line.charAt(++i));
                open = true;
            } else {
                quote = quote == 0 ? c : 0;
                open = true;
            }
        }
        check(quote == 0, "a quote is not closed");
        return words;
    }

    private String expand(String text, UnaryOperator<String> as) {
        return VARIABLE.matcher(text).replaceAll(found -> {
            String value = variables.get(found.group(1));
            check(value != null, "no such variable: $" + found.group(1));
            return Matcher.quoteReplacement(as.apply(value));
        });
    }
}
