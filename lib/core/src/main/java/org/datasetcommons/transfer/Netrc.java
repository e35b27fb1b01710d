package org.datasetcommons.transfer;

import static org.datasetcommons.CommonsException.environment;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a person wrote into {@code ~/.netrc}, for curl, git and others. */
public final class Netrc implements Credentials {
    private static final Pattern MACRO = Pattern.compile("(?ms)^\\s*macdef\\b.*?(^\\s*$|\\z)");

    private final Path file;

    public Netrc(Path file) {
        this.file = file;
    }

    @Override
    public Optional<Login> find(URI server) {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw environment("cannot read " + file, e);
        }
        var words = new ArrayDeque<>(
                List.of(MACRO.matcher(text).replaceAll("").strip().split("\\s+")));
        boolean ours = false;
        String user = null;
        String password = null;
        while (!words.isEmpty()) {
            switch (words.remove()) {
                case "machine" -> {
                    if (user != null && password != null) {
                        return Optional.of(new Login(user, password));
                    }
                    ours = server.getHost().equalsIgnoreCase(words.poll());
                    user = null;
                    password = null;
                }
                case "default" -> {
                    if (user != null && password != null) {
                        return Optional.of(new Login(user, password));
                    }
                    ours = true;
                }
                case "login" -> user = ours ? words.poll() : discard(words);
                case "password" -> password = ours ? words.poll() : discard(words);
                default -> {}
            }
        }
        return user == null || password == null ? Optional.empty() : Optional.of(new Login(user, password));
    }

    private static String discard(ArrayDeque<String> words) {
        words.poll();
        return null;
    }

    /** The file is the person's to keep. */
    @Override
    public void approve(URI server, Login login) {}

    @Override
    public void reject(URI server, Login login) {}
}
