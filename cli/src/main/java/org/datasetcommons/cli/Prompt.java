package org.datasetcommons.cli;

import static org.datasetcommons.CommonsException.precondition;

import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.datasetcommons.cli.render.Printable;

/** Questions to the person at the terminal, on standard error, answered on standard input. */
public final class Prompt {
    /** Where a passphrase is looked for before anybody is asked. */
    public static final String PASSPHRASE_VARIABLE = "COMMONS_PASSPHRASE";

    private final Environment environment;

    Prompt(Environment environment) {
        this.environment = environment;
    }

    /** Whether there is somebody to ask. */
    public boolean canAsk() {
        return environment.inIsTerminal() && environment.errIsTerminal();
    }

    /**
     * Asks a question whose answer is yes or no; just Enter means no.
     *
     * @throws org.datasetcommons.CommonsException if there is no terminal
     * @throws CancellationException if input ends
     */
    public boolean confirm(String question) {
        if (!canAsk()) {
            throw precondition("cannot ask without a terminal: " + question).hint("answer yes beforehand with --yes");
        }
        while (true) {
            switch (read(question + " [y/N] ").strip().toLowerCase(java.util.Locale.ROOT)) {
                case "y", "yes" -> {
                    return true;
                }
                case "", "n", "no" -> {
                    return false;
                }
                default -> show("please answer y or n\n");
            }
        }
    }

    /** Asks for a line of text; just Enter takes the suggestion. */
    public String ask(String question, String suggestion) {
        if (!canAsk()) {
            throw precondition("cannot ask without a terminal: " + question).hint("give the answer as an option");
        }
        String answer = read(question + (suggestion.isEmpty() ? " " : " [" + suggestion + "] "))
                .strip();
        return answer.isEmpty() ? suggestion : answer;
    }

    /**
     * Asks for one of these words; just Enter takes the last.
     *
     * @param otherwise what to do where nobody can be asked
     */
    public String choose(String question, List<String> words, String otherwise) {
        if (!canAsk()) {
            throw precondition("cannot ask without a terminal: " + question).hint(otherwise);
        }
        int last = words.size() - 1;
        String usual = words.get(last);
        String choice = String.join(", ", words.subList(0, last)) + " or " + usual + "? [" + usual + "] ";
        show(Printable.text(question) + "\n");
        while (true) {
            String answer = read(choice).strip();
            if (answer.isEmpty()) {
                return usual;
            }
            if (words.contains(answer)) {
                return answer;
            }
            show("please answer one of these words\n");
        }
    }

    /** A passphrase: from {@value #PASSPHRASE_VARIABLE}, or typed without echo. The caller overwrites it after use. */
    public char[] passphrase(String question) {
        Optional<String> given = environment.variable(PASSPHRASE_VARIABLE);
        if (given.isPresent()) {
            return given.get().toCharArray();
        }
        Console console = canAsk() ? System.console() : null;
        if (console == null) {
            throw precondition("cannot ask for a passphrase without a terminal: " + question)
                    .hint("put it into the environment variable " + PASSPHRASE_VARIABLE);
        }
        environment.out().flush();
        char[] typed = console.readPassword("%s ", Printable.text(question));
        if (typed == null) {
            throw new CancellationException();
        }
        return typed;
    }

    private void show(String text) {
        environment.out().flush();
        environment.err().print(text);
        environment.err().flush();
    }

    /** Byte by byte, so that nothing after the line is taken from who reads next. */
    private String read(String question) {
        show(Printable.text(question));
        var line = new ByteArrayOutputStream();
        try {
            int b = environment.in().read();
            while (b >= 0 && b != '\n') {
                line.write(b);
                b = environment.in().read();
            }
            if (b < 0 && line.size() == 0) {
                show("\n");
                throw new CancellationException();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
