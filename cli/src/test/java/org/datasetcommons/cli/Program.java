package org.datasetcommons.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The program as a process of its own, for what cannot be tried inside the process of the tests. */
final class Program {
    private final Path directory;
    private final Map<String, String> variables;
    private final Path said;
    private final List<String> before = new ArrayList<>();
    private final List<String> options = new ArrayList<>();

    /**
     * @param said what it prints goes there
     */
    Program(Path directory, Map<String, String> variables, Path said) {
        this.directory = directory;
        this.variables = new HashMap<>(variables);
        this.variables.putIfAbsent("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
        this.variables.putIfAbsent("GIT_CONFIG_NOSYSTEM", "1");
        this.said = said;
    }

    /** Words before the name of the program, of another that starts it. */
    Program under(List<String> words) {
        before.addAll(words);
        return this;
    }

    /** Options of the Java machine. */
    Program with(String... words) {
        options.addAll(List.of(words));
        return this;
    }

    Process start(String... words) throws IOException {
        return start(Main.class, words);
    }

    Process start(Class<?> main, String... words) throws IOException {
        var command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().clear();
        builder.environment().putAll(variables);
        return builder.start();
    }

    /** Everything it printed. */
    String said() {
        try {
            return Files.readString(said);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
