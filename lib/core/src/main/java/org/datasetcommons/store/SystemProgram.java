package org.datasetcommons.store;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A program of the system's that does what Java has no call for. What it prints is nobody's concern. */
record SystemProgram(Path file) {
    /** The program of this name, where systems keep theirs; the search path has no say. */
    static Optional<SystemProgram> find(String name) {
        return Stream.of("/usr/bin", "/bin")
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(SystemProgram::new);
    }

    /** Runs it, and tells whether it succeeded. */
    boolean succeeds(String... arguments) {
        var command = new ArrayList<>(List.of(file.toString()));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw environment("interrupted", e);
        }
    }
}
