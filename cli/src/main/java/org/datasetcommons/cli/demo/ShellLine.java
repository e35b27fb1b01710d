package org.datasetcommons.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line that means the same to a shell: words, quoted or not, perhaps a file to read from ({@code < FILE}), perhaps a
 * comment {@code # exit 3} that says how it ends.
 *
 * @param text as it is shown, without that comment
 * @param input the file on standard input
 * @param exit the status it ends with
 */
public record ShellLine(String text, List<String> words, Optional<String> input, int exit) {
    private static final Pattern EXIT = Pattern.compile("\\s+# exit (\\d+)$");

    public ShellLine {
        words = List.copyOf(words);
    }

    public static ShellLine parse(String line) {
        Matcher exit = EXIT.matcher(line);
        boolean ends = exit.find();
        String text = ends ? line.substring(0, exit.start()) : line;
        var words = split(text);
        int redirection = words.indexOf("<");
        if (redirection < 0) {
            return new ShellLine(text, words, Optional.empty(), ends ? Integer.parseInt(exit.group(1)) : 0);
        }
        return new ShellLine(
                text,
                words.subList(0, redirection),
                Optional.of(words.get(redirection + 1)),
                ends ? Integer.parseInt(exit.group(1)) : 0);
    }

    /** Quotes keep spaces together; nothing else is special. */
    private static List<String> split(String text) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean open = false;
        char quote = 0;
        for (char c : text.toCharArray()) {
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
                open = true;
            } else if (c == quote) {
                quote = 0;
            } else if (c == ' ' && quote == 0) {
                if (open) {
                    words.add(word.toString());
                }
                word.setLength(0);
                open = false;
            } else {
                word.append(c);
                open = true;
            }
        }
        if (open) {
            words.add(word.toString());
        }
        return words;
    }

    /** The program, or what the stage itself does. */
    String program() {
        return words.get(0);
    }

    List<String> arguments() {
        return words.subList(1, words.size());
    }
}
