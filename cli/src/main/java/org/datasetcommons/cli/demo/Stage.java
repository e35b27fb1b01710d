package org.datasetcommons.cli.demo;

import static org.datasetcommons.CommonsException.environment;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.datasetcommons.cli.Environment;
import org.datasetcommons.cli.Main;
import org.datasetcommons.cli.render.Screen;
import org.datasetcommons.cli.render.Style;

/**
 * Plays a story in a directory of its own. {@code commons} runs in this process, {@code git} and the like as they are
 * installed; {@code as NAME}, {@code cd}, {@code cp} and {@code sed -i s/A/B/ FILE} the stage does itself. Everybody has a folder that is
 * their home, so nobody's own keys and configuration are read or written.
 */
public final class Stage {
    private static final Pattern SUBSTITUTE = Pattern.compile("s/(.+)/(.*)/");
    /** Of the process's own variables, what programs need to be found and to talk. */
    private static final List<String> KEPT =
            List.of("PATH", "PATHEXT", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "TERM", "NO_COLOR");

    /**
     * What was played.
     *
     * @param commands how many
     * @param missing programs that are not installed, whose commands were left out
     */
    public record Outcome(int commands, List<String> missing) {
        public Outcome {
            missing = List.copyOf(missing);
        }
    }

    private final Environment process;
    private final Path directory;
    private final Screen screen;
    private final Runnable pause;
    private final List<String> missing = new ArrayList<>();
    private String person = "";
    private Environment actor;
    private int commands;

    /**
     * @param process whose time, chance and streams are used
     * @param directory in which everything happens; it is there
     * @param screen for what is told
     * @param pause runs before each command
     */
    public Stage(Environment process, Path directory, Screen screen, Runnable pause) {
        this.process = process;
        this.directory = directory;
        this.screen = screen;
        this.pause = pause;
        this.actor = process.in(directory);
    }

    /** @throws org.datasetcommons.CommonsException if a command ends in another way than the story says */
    public Outcome play(Story story) {
        for (var part : story.parts()) {
            if (part instanceof Story.Part.Heading heading) {
                screen.blank().blank().heading(heading.text());
            } else if (part instanceof Story.Part.Paragraph paragraph) {
                screen.blank().prose(0, paragraph.text());
            } else {
                play(((Story.Part.Command) part).line());
            }
        }
        return new Outcome(commands, missing);
    }

    private void play(ShellLine line) {
        if (line.program().equals("as")) {
            enter(line.words().get(1));
            return;
        }
        screen.line(Style.STRONG, person + "$ " + line.text());
        // What the command says on standard error comes after it.
        process.out().flush();
        pause.run();
        int status = run(line);
        if (status != line.exit()) {
            throw environment("the walk-through stopped: `" + line.text() + "` ended with " + status + ", not with "
                            + line.exit())
                    .hint("what it left is in " + directory);
        }
        commands++;
    }

    private int run(ShellLine line) {
        try {
            return switch (line.program()) {
                case "commons" -> Main.run(actor, line.arguments().toArray(String[]::new));
                case "cd" -> {
                    actor = actor.in(Path.of(line.words().get(1)));
                    yield 0;
                }
                case "cp" -> {
                    Files.copy(
                            actor.resolve(Path.of(line.words().get(1))),
                            actor.resolve(Path.of(line.words().get(2))),
                            StandardCopyOption.REPLACE_EXISTING);
                    yield 0;
                }
                case "sed" ->
                    substitute(
                            line.words().get(2),
                            actor.resolve(Path.of(line.words().get(3))));
                default -> isInstalled(line) ? execute(line) : line.exit();
            };
        } catch (IOException e) {
            throw environment("cannot run `" + line.text() + "`", e);
        }
    }

    /** Another person goes on, at home. */
    private void enter(String name) {
        person = name;
        Path home = directory.resolve(name);
        var variables = new TreeMap<String, String>();
        KEPT.forEach(kept -> process.variable(kept).ifPresent(value -> variables.put(kept, value)));
        variables.putAll(Map.of(
                "HOME", home.toString(),
                "XDG_CONFIG_HOME", home.resolve(".config").toString(),
                "XDG_CACHE_HOME", cache().orElse(home.resolve(".cache")).toString(),
                "GIT_CONFIG_NOSYSTEM", "1"));
        actor = new Environment(
                variables,
                home,
                process.in(),
                process.out(),
                process.err(),
                false,
                process.outIsTerminal(),
                process.errIsTerminal(),
                process.columns(),
                process.clock(),
                process.random());
        try {
            if (!Files.exists(home)) {
                Files.createDirectories(home);
                Files.writeString(
                        home.resolve(".gitconfig"),
                        String.join(
                                "\n",
                                "[user]",
                                "\tname = " + title(name),
                                "\temail = " + name + "@example.org",
                                "\tsigningkey = ~/.ssh/id_ed25519",
                                "[gpg]",
                                "\tformat = ssh",
                                ""));
            }
        } catch (IOException e) {
            throw environment("cannot make " + home, e);
        }
    }

    /** Where the engine's libraries are unpacked to is shared with the person who watches: they are large. */
    private Optional<Path> cache() {
        return process.variable("XDG_CACHE_HOME")
                .map(Path::of)
                .or(() -> process.variable("HOME").map(home -> Path.of(home, ".cache")));
    }

    private static String title(String name) {
        return name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1);
    }

    private static int substitute(String command, Path file) throws IOException {
        Matcher parts = SUBSTITUTE.matcher(command);
        if (!parts.matches()) {
            throw new IllegalArgumentException("only s/A/B/ is played, not " + command);
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Files.writeString(
                file,
                Pattern.compile(parts.group(1), Pattern.MULTILINE).matcher(text).replaceAll(parts.group(2)));
        return 0;
    }

    private boolean isInstalled(ShellLine line) {
        String program = line.words().subList(0, 2).equals(List.of("git", "lfs")) ? "git-lfs" : line.program();
        for (String place : process.variable("PATH").orElse("").split(File.pathSeparator)) {
            for (String ending : List.of("", ".exe", ".cmd")) {
                if (Files.isExecutable(Path.of(place, program + ending))) {
                    return true;
                }
            }
        }
        screen.note("(left out: " + program + " is not installed here)");
        missing.add(program);
        return false;
    }

    private int execute(ShellLine line) throws IOException {
        var builder = new ProcessBuilder(line.words())
                .directory(actor.directory().toFile())
                .redirectErrorStream(true)
                .redirectInput(
                        line.input().isPresent()
                                ? ProcessBuilder.Redirect.from(
                                        actor.resolve(Path.of(line.input().get()))
                                                .toFile())
                                : ProcessBuilder.Redirect.PIPE);
        builder.environment().clear();
        builder.environment().putAll(actor.variables());
        String now = process.clock().instant().toString();
        builder.environment().put("GIT_AUTHOR_DATE", now);
        builder.environment().put("GIT_COMMITTER_DATE", now);
        Process running = builder.start();
        if (line.input().isEmpty()) {
            running.getOutputStream().close();
        }
        new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .forEach(screen::line);
        try {
            return running.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running.destroy();
            throw new CancellationException();
        }
    }
}
