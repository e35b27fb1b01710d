package org.datasetcommons.io.git;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
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
            return new UserConfig(parent, new File(named), fs);
        }
        var home = home(variables);
        if (home.isEmpty()) {
            return new Nothing(parent, fs);
        }
        var xdg = Optional.ofNullable(variables.get("XDG_CONFIG_HOME"))
                .map(Path::of)
                .orElse(home.get().resolve(".config"))
                .resolve("git/config");
        File usual = home.get().resolve(".gitconfig").toFile();
        var below = new FileBasedConfig(parent, xdg.toFile(), fs);
        try {
            below.load();
        } catch (java.io.IOException | ConfigInvalidException e) {
            return new UserConfig(parent, usual, fs);
        }
        return new UserConfig(below, usual, fs);
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

    /**
     * A person's configuration. It also answers how exact the times of files are: where it does not say, JGit would measure,
     * and keep every command of ours waiting for three seconds.
     */
    private static class UserConfig extends FileBasedConfig {
        /** Ten times coarser than the coarsest of ext4, XFS, Btrfs, tmpfs, APFS and NTFS. */
        private static final Duration EXACTNESS = Duration.ofMillis(100);

        UserConfig(Config parent, File file, FS fs) {
            super(parent, file, fs);
            keepRefs();
        }

        @Override
        public void load() throws java.io.IOException, ConfigInvalidException {
            super.load();
            keepRefs();
        }

        /** A ref that was moved is on the disk under its name, and not only its name. The person may set it otherwise. */
        private void keepRefs() {
            String core = ConfigConstants.CONFIG_CORE_SECTION;
            String flush = "fsyncRefFiles";
            if (getString(core, null, flush) == null) {
                setBoolean(core, null, flush, true);
            }
        }

        @Override
        public long getTimeUnit(String section, String subsection, String name, long otherwise, TimeUnit unit) {
            return super.getTimeUnit(
                    section,
                    subsection,
                    name,
                    section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION) ? unit.convert(EXACTNESS) : otherwise,
                    unit);
        }
    }

    /** A configuration without a file, as JGit's own test kit has it. */
    private static final class Nothing extends UserConfig {
        Nothing(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // There is no file.
        }

        @Override
        public void save() {
            // JGit would keep measurements here.
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
