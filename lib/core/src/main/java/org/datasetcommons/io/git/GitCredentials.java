package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.datasetcommons.transfer.Credentials;

/**
 * What git's credential helpers know (gitcredentials(7)), those that the person or the machine is set up with. Git is started
 * outside of any repository, so that no repository can name a helper, which is a program.
 */
public final class GitCredentials implements Credentials {
    private final Map<String, String> variables;
    private final boolean mayAsk;
    private final Set<Login> found = new HashSet<>();

    /**
     * @param variables the environment: where git is, which configuration counts
     * @param mayAsk whether somebody sits at a terminal whom git may ask
     */
    public GitCredentials(Map<String, String> variables, boolean mayAsk) {
        this.variables = Map.copyOf(variables);
        this.mayAsk = mayAsk;
    }

    @Override
    public synchronized Optional<Login> find(URI server) {
        var answer = run("fill", description(server));
        String user = null;
        String password = null;
        for (String line : answer.orElse("").lines().toList()) {
            user = line.startsWith("username=") ? line.substring("username=".length()) : user;
            password = line.startsWith("password=") ? line.substring("password=".length()) : password;
        }
        if (user == null || password == null) {
            return Optional.empty();
        }
        var login = new Login(user, password);
        found.add(login);
        return Optional.of(login);
    }

    @Override
    public synchronized void approve(URI server, Login login) {
        tell("approve", server, login);
    }

    @Override
    public synchronized void reject(URI server, Login login) {
        tell("reject", server, login);
    }

    /** Helpers keep and forget only what they gave. */
    private void tell(String what, URI server, Login login) {
        if (found.contains(login)) {
            run(what, description(server) + "username=" + login.user() + "\npassword=" + login.password() + "\n");
        }
    }

    /** git-credential(1), INPUT/OUTPUT FORMAT. An address of this type holds no line feed; neither may the login. */
    private static String description(URI server) {
        String host = server.getHost() + (server.getPort() < 0 ? "" : ":" + server.getPort());
        String path = server.getRawPath() == null ? "" : server.getRawPath().replaceFirst("^/", "");
        return "protocol=" + server.getScheme() + "\nhost=" + host + "\npath=" + path + "\n";
    }

    private Optional<String> run(String what, String input) {
        var git = git();
        if (git.isEmpty()) {
            return Optional.empty();
        }
        var builder = new ProcessBuilder(git.get().toString(), "credential", what)
                .directory(new File(System.getProperty("java.io.tmpdir")))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        var environment = builder.environment();
        environment.clear();
        environment.putAll(variables);
        environment.keySet().removeIf(name -> name.startsWith("GIT_TRACE"));
        environment.put("GIT_DIR", nowhere());
        if (!mayAsk) {
            environment.put("GIT_TERMINAL_PROMPT", "0");
        }
        try {
            var process = builder.start();
            try (var out = process.getOutputStream()) {
                out.write(input.getBytes(StandardCharsets.UTF_8));
            }
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(answer) : Optional.empty();
        } catch (IOException e) {
            throw environment("cannot ask git's credential helpers", e)
                    .hint("see what they say: `git credential fill`");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    /** A repository that is not there, so that git looks for no other. */
    private static String nowhere() {
        return new File(File.listRoots()[0], "no-repository").getPath();
    }

    /** Git by its full path; never whatever program of that name lies in the current directory. */
    private Optional<Path> git() {
        for (String place : variables.getOrDefault("PATH", "").split(File.pathSeparator)) {
            for (String name : new String[] {"git", "git.exe"}) {
                try {
                    Path program = Path.of(place).resolve(name);
                    if (program.isAbsolute() && Files.isExecutable(program) && Files.isRegularFile(program)) {
                        return Optional.of(program);
                    }
                } catch (InvalidPathException e) {
                    break; // Not a directory of this system.
                }
            }
        }
        return Optional.empty();
    }
}
