package org.datasetcommons.io.git;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * What JGit may know of the machine: the environment it is given and no other. It keeps JGit from starting git to ask for
 * its configuration, and from writing a file of its own into the home directory.
 */
final class GitSystemReader extends SystemReader.Delegate {
    private static final SystemReader PLATFORM = SystemReader.getInstance();

    private final Map<String, String> variables;

    private GitSystemReader(Map<String, String> variables) {
        super(PLATFORM);
        this.variables = Map.copyOf(variables);
    }

    /** Makes JGit see this environment from now on. */
    static synchronized void install(Map<String, String> variables) {
        if (SystemReader.getInstance() instanceof GitSystemReader installed && installed.variables.equals(variables)) {
            return;
        }
        SystemReader.setInstance(new GitSystemReader(variables));
        home(variables).ifPresent(home -> FS.DETECTED.setUserHome(home.toFile()));
    }

    private static Optional<Path> home(Map<String, String> variables) {
        return Optional.ofNullable(variables.get("HOME"))
                .or(() -> Optional.ofNullable(variables.get("USERPROFILE")))
                .map(Path::of);
    }

    @Override
    public String getenv(String variable) {
        return variables.get(variable);
    }

    /** As git does: {@code GIT_CONFIG_GLOBAL}, or {@code ~/.gitconfig} over {@code ~/.config/git/config}. */
    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        String named = variables.get("GIT_CONFIG_GLOBAL");
        if (named != null) {
            return new FileBasedConfig(parent, new File(named), fs);
        }
        var home = home(variables);
        if (home.isEmpty()) {
            return new Nothing(parent, fs);
        }
        var xdg = Optional.ofNullable(variables.get("XDG_CONFIG_HOME"))
                .map(Path::of)
                .orElse(home.get().resolve(".config"))
                .resolve("git/config");
        var below = new FileBasedConfig(parent, xdg.toFile(), fs);
        try {
            below.load();
        } catch (java.io.IOException | ConfigInvalidException e) {
            return new FileBasedConfig(parent, home.get().resolve(".gitconfig").toFile(), fs);
        }
        return new FileBasedConfig(below, home.get().resolve(".gitconfig").toFile(), fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        if (variables.containsKey("GIT_CONFIG_NOSYSTEM")) {
            return new Nothing(parent, fs);
        }
        String named = variables.get("GIT_CONFIG_SYSTEM");
        return new FileBasedConfig(parent, new File(named == null ? "/etc/gitconfig" : named), fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    /** A configuration without a file, as JGit's own test kit has it. */
    private static final class Nothing extends FileBasedConfig {
        Nothing(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // There is no file.
        }

        @Override
        public void save() {
            // JGit keeps measurements of the file system here; they are made again when needed.
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
