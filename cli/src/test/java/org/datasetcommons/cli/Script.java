package org.datasetcommons.cli;

import java.io.File;
import java.io.IOException;
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
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
 * stdin FILE           what the next command reads; answer 'TEXT' is typed at a terminal
 * cmp FILE FILE        same bytes; "!" other bytes
 * exists PATH…         all are there; "!" none is
 * grep 'REGEX' FILE    the file contains this; "!" it does not
 * cd, mkdir, cp, mv, rm, append FILE TEXT, env NAME=VALUE
 * as NAME              another person: own home, own git identity, own key
 * serve DIR            what is in the directory, as a forge at $HOST: git, Git LFS, and static/ as files;
 *                      serve DIR NAME PASSWORD lets nobody else in
 * </pre>
 *
 * <p>{@code $NAME} stands for a variable and {@code $WORK} for the directory of the script, outside of single quotes.
 */
final class Script {
    private static final Pattern FILE = Pattern.compile("-- (\\S+) --");
    private static final Pattern VARIABLE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");
    /** The verb in a hint, as text or in JSON: hints must never go stale. */
    private static final Pattern HINTED = Pattern.compile("`commons ([a-z][a-z-]*)");

    private static final int SECONDS = 120;

    private record Step(int line, String text) {}

    private final String name;
    private final List<Step> steps = new ArrayList<>();
    private final Map<String, StringBuilder> files = new LinkedHashMap<>();

    private Path work;
    private Path directory;
    private VerbCatalog catalog;
    private final Map<String, String> variables = new HashMap<>();
    private final List<HostTwin> hosts = new ArrayList<>();
    private final SteppingClock clock = new SteppingClock();
    private final SecureRandom random = TestRun.seeded("script");
    private byte[] input = {};
    private boolean typed;
    private TestRun.Result last = new TestRun.Result(0, "", "");

    private Script(String name) {
        this.name = name;
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
        for (var file : files.entrySet()) {
            Path target = inside(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue().toString());
        }
        try {
            runSteps();
        } finally {
            hosts.forEach(HostTwin::close);
        }
    }

    private void runSteps() throws IOException {
        for (Step step : steps) {
            try {
                run(step);
            } catch (AssertionError | IOException | RuntimeException e) {
                if (e instanceof TestAbortedException) {
                    throw e;
                }
                throw new AssertionError(
                        name + ":" + step.line() + ": " + step.text() + "\n" + e.getMessage() + "\n-- exit: "
                                + last.code() + "\n-- stdout:\n" + last.out() + "-- stderr:\n" + last.err(),
                        e);
            }
        }
    }

    private void run(Step step) throws IOException {
        List<String> words = words(step.text());
        boolean not = words.get(0).equals("!");
        if (not) {
            words = words.subList(1, words.size());
        }
        String verb = words.get(0);
        List<String> rest = words.subList(1, words.size());
        switch (verb) {
            case "commons" -> ended(not, commons(rest));
            case "git" -> ended(not, execute(words));
            case "exec" -> ended(not, execute(rest));
            case "exit" -> check(last.code() == Integer.parseInt(rest.get(0)), "it ended otherwise");
            case "stdout" -> contains(not, last.out(), rest.get(0), "standard output");
            case "stderr" -> contains(not, last.err(), rest.get(0), "standard error");
            case "grep" -> contains(not, Files.readString(inside(rest.get(1))), rest.get(0), rest.get(1));
            case "save" ->
                Files.writeString(inside(rest.get(1)), rest.get(0).equals("stdout") ? last.out() : last.err());
            case "stdin" -> input = Files.readAllBytes(inside(rest.get(0)));
            case "answer" -> type(rest.get(0));
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
            case "serve" -> serve(rest);
            case "as" -> variables.putAll(TestPeople.moveIn(work.resolve("people"), rest.get(0)));
            default -> throw new AssertionError("no such step: " + verb);
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
        run = typed ? run.typing(new String(input, StandardCharsets.UTF_8)) : run.input(input);
        forgetInput();
        TestRun.Result result = run.commons(words.toArray(String[]::new));
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

    /** As a shell splits: single quotes keep all, double quotes keep spaces, a backslash keeps the next character. */
    private List<String> words(String line) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean open = false;
        char quote = 0;
        var plain = new StringBuilder();
        for (int i = 0; i <= line.length(); i++) {
            char c = i < line.length() ? line.charAt(i) : 0;
            boolean special = i == line.length()
                    || c == '\\' && quote != '\''
                    || (quote == 0 && (c == '\'' || c == '"' || c == ' '))
                    || (quote != 0 && c == quote);
            if (!special) {
                (quote == '\'' ? word : plain).append(c);
                open = true;
                continue;
            }
            word.append(expand(plain.toString()));
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

    private String expand(String text) {
        return VARIABLE.matcher(text).replaceAll(found -> {
            String value = variables.get(found.group(1));
            check(value != null, "no such variable: $" + found.group(1));
            return Matcher.quoteReplacement(value);
        });
    }
}
