package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.datasetcommons.history.Settings;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RemoteConfig;
import org.eclipse.jgit.transport.URIish;

/** What git's configuration files say, through JGit. */
final class GitSettings implements Settings {
    private final Repository git;

    GitSettings(Repository git) {
        this.git = git;
    }

    /** {@code remote.origin.url} in its three parts; the one in the middle may be missing, and may have dots in it. */
    private record SettingName(String section, String subsection, String key) {
        static SettingName of(String name) {
            int first = name.indexOf('.');
            int last = name.lastIndexOf('.');
            return new SettingName(
                    name.substring(0, first),
                    first == last ? null : name.substring(first + 1, last),
                    name.substring(last + 1));
        }

        Optional<String> in(Config config) {
            return Optional.ofNullable(config.getString(section, subsection, key));
        }
    }

    @Override
    public Optional<String> find(String name) {
        return SettingName.of(name).in(git.getConfig());
    }

    @Override
    public List<String> list(String name) {
        var parts = SettingName.of(name);
        return List.of(git.getConfig().getStringList(parts.section(), parts.subsection(), parts.key()));
    }

    @Override
    public Optional<String> findIn(byte[] file, String name) {
        var config = new Config();
        try {
            config.fromText(new String(file, StandardCharsets.UTF_8));
        } catch (ConfigInvalidException e) {
            throw invalid("a file that should be written like git's configuration is not: " + e.getMessage(), e);
        }
        return SettingName.of(name).in(config);
    }

    @Override
    public void put(String name, String value) {
        putAll(name, List.of(value));
    }

    @Override
    public void putAll(String name, List<String> values) {
        var parts = SettingName.of(name);
        var config = git.getConfig();
        config.setStringList(parts.section(), parts.subsection(), parts.key(), values);
        if (config.getNames(parts.section(), parts.subsection()).isEmpty()) {
            config.unsetSection(parts.section(), parts.subsection());
        }
        try {
            config.save();
        } catch (IOException e) {
            throw environment("cannot write " + git.getDirectory().toPath().resolve("config"), e);
        }
    }

    @Override
    public String fetchUrl(String nameOrUrl) {
        return remoteConfig(nameOrUrl)
                .flatMap(remote -> remote.getURIs().stream().findFirst())
                .map(URIish::toPrivateString)
                .orElse(nameOrUrl);
    }

    @Override
    public String pushUrl(String nameOrUrl) {
        return remoteConfig(nameOrUrl)
                .flatMap(remote -> remote.getPushURIs().stream().findFirst())
                .map(URIish::toPrivateString)
                .orElseGet(() -> fetchUrl(nameOrUrl));
    }

    /** What git is set to know of a remote, other spellings of addresses ({@code insteadOf}) included. */
    private Optional<RemoteConfig> remoteConfig(String name) {
        if (find("remote." + name + ".url").isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RemoteConfig(git.getConfig(), name));
        } catch (URISyntaxException e) {
            throw invalid("the address of remote " + name + " is none: " + e.getMessage(), e)
                    .hint("see `git remote -v`, and set it with `git remote set-url " + name + " URL`");
        }
    }
}
