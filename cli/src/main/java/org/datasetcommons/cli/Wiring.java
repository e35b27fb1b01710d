package org.datasetcommons.cli;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.datasetcommons.CommonsException;
import org.datasetcommons.Progress;
import org.datasetcommons.ShellWord;
import org.datasetcommons.bundle.BundleArchive;
import org.datasetcommons.contributor.PublicKey;
import org.datasetcommons.document.Documents;
import org.datasetcommons.draft.DraftFile;
import org.datasetcommons.history.Repositories;
import org.datasetcommons.history.Repository;
import org.datasetcommons.io.archive.TarBundles;
import org.datasetcommons.io.crypto.KeysAtHand;
import org.datasetcommons.io.crypto.OpenSshPrivateKey;
import org.datasetcommons.io.crypto.SshSignatureVerifier;
import org.datasetcommons.io.git.GitCredentials;
import org.datasetcommons.io.git.GitRepositories;
import org.datasetcommons.io.git.SshShell;
import org.datasetcommons.io.http.JdkWeb;
import org.datasetcommons.io.table.Tables;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.signing.AllowedSigners;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.signing.SignatureVerifier;
import org.datasetcommons.signing.SigningKeys;
import org.datasetcommons.store.Address;
import org.datasetcommons.store.ScratchFolder;
import org.datasetcommons.train.Engine;
import org.datasetcommons.train.djl.PyTorchEngine;
import org.datasetcommons.transfer.Credentials;
import org.datasetcommons.transfer.CredentialsInOrder;
import org.datasetcommons.transfer.Netrc;
import org.datasetcommons.transfer.Transfers;
import org.datasetcommons.usecase.Workspace;
import org.datasetcommons.version.Version;

/** Joins the subjects to the doors, by hand: the one place that knows which library does what. */
public final class Wiring {
    /** How long a server may say nothing. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private static final List<String> USUAL_KEYS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    private final Environment environment;
    private final Progress progress;
    private final Prompt prompt;

    public Wiring(Environment environment, Progress progress, Prompt prompt) {
        this.environment = environment;
        this.progress = progress;
        this.prompt = prompt;
    }

    /** A workspace and its repository, closed together. */
    public record Open(Workspace value) implements AutoCloseable {
        public Repository repository() {
            return value.repository();
        }

        @Override
        public void close() {
            value.repository().close();
        }
    }

    /** The dataset around the current directory, if there is one; closed like it. */
    public record Found(Optional<Open> open) implements AutoCloseable {
        @Override
        public void close() {
            open.ifPresent(Open::close);
        }
    }

    /** Whether it says of a library that Java may take too little memory for it. */
    static boolean isOutOfMemory(Throwable thrown) {
        return GitRepositories.isOutOfMemory(thrown);
    }

    public Documents documents() {
        return new StrictDocuments();
    }

    public SignatureVerifier verifier() {
        return new SshSignatureVerifier();
    }

    public BundleArchive bundles() {
        return new TarBundles();
    }

    public Repositories repositories() {
        return new GitRepositories(environment.variables(), credentials());
    }

    /** Moving content between this repository's store and other places. */
    public Transfers transfers(Repository repository) {
        return new Transfers(
                repository,
                documents(),
                new JdkWeb(SILENCE),
                credentials(),
                new SshShell(),
                bundles(),
                environment.clock(),
                pause -> Thread.sleep(pause.toMillis()),
                progress);
    }

    /** What servers are told that want to know who asks: what curl would tell them, or git. */
    private Credentials credentials() {
        boolean mayAsk = environment.inIsTerminal() && environment.errIsTerminal();
        var known = new ArrayList<Credentials>();
        home().ifPresent(home -> known.add(new Netrc(home.resolve(".netrc"))));
        known.add(new GitCredentials(environment.variables(), mayAsk));
        return new CredentialsInOrder(known);
    }

    /** A place of objects as a person wrote it on the command line. */
    public List<Address> places(List<String> written) {
        return written.stream()
                .map(text -> Address.parse(text, environment.directory()))
                .toList();
    }

    /** The dataset around the current directory. */
    public Open open() {
        return openIfThere().open().orElseThrow(this::noDataset);
    }

    /** The same, where there may be none. */
    public Found openIfThere() {
        return new Found(repositories().find(environment.directory()).map(repository -> open(workspace(repository))));
    }

    private static Open open(Workspace workspace) {
        workspace.finishInterrupted();
        return new Open(workspace);
    }

    public CommonsException noDataset() {
        var bare = repositories().findBare(environment.directory());
        if (bare.isPresent()) {
            return precondition("the git repository " + bare.get() + " is bare, and commons needs a work tree")
                    .hint("add one to it, and work there: `git worktree add DIR BRANCH`")
                    .hint("or work in a clone: `commons clone "
                            + ShellWord.of(bare.get().toString()) + " DIR`");
        }
        return precondition("there is no dataset here: " + environment.directory() + " is in no git repository")
                .hint("make one: `commons init --name NAME --license CC-BY-4.0`")
                .hint("or get one: `commons clone URL`");
    }

    public Workspace workspace(Repository repository) {
        return new Workspace(
                repository,
                documents(),
                new DraftFile(repository.privateDirectory(), documents()),
                new Tables(documents()),
                verifier(),
                environment.clock(),
                environment.random(),
                progress);
    }

    /** The keys that can sign in this repository: a named one alone, or all that are found. */
    public SigningKeys keys(Repository repository, Optional<Path> named) {
        return keys(Optional.of(repository), named);
    }

    /** As {@link #keys(Repository, Optional)}, where there may be no repository. */
    public SigningKeys keys(Optional<Repository> repository, Optional<Path> named) {
        var files = new ArrayList<Path>();
        named.map(environment::resolve).ifPresent(files::add);
        Optional<PublicKey> wanted = Optional.empty();
        Optional<Path> agent = Optional.empty();
        if (named.isEmpty()) {
            var setting = repository
                    .filter(r -> r.settings().find("gpg.format").equals(Optional.of("ssh")))
                    .flatMap(r -> r.settings().find("user.signingkey"));
            if (setting.isPresent()) {
                if (setting.get().startsWith("key::") || setting.get().startsWith("ssh-")) {
                    wanted = Optional.of(PublicKey.parse(setting.get().replaceFirst("^key::", "")));
                } else {
                    files.add(expand(setting.get()));
                }
            }
            agent = environment.variable("SSH_AUTH_SOCK").map(Path::of).filter(Files::exists);
            home().ifPresent(home ->
                    USUAL_KEYS.forEach(name -> files.add(home.resolve(".ssh").resolve(name))));
        }
        return new KeysAtHand(
                files, named.isPresent(), agent, wanted, file -> prompt.passphrase("passphrase of " + file + ":"));
    }

    private Path expand(String path) {
        if (path.startsWith("~/") && home().isPresent()) {
            return home().get().resolve(path.substring(2));
        }
        return environment.resolve(Path.of(path));
    }

    private Optional<Path> home() {
        return environment
                .variable("HOME")
                .or(() -> environment.variable("USERPROFILE"))
                .map(Path::of);
    }

    /** What trains and measures models; its classes are loaded when it is started, and not before. */
    public Engine.Starter engines() {
        return threads -> {
            try {
                return new PyTorchEngine(engineCache(), threads);
            } catch (NoClassDefFoundError e) {
                throw environment("the library that trains is not here", e)
                        .hint("start the program as `commons`, which knows where its libraries are");
            }
        };
    }

    /** By the XDG base directory specification. */
    private Path engineCache() {
        return environment
                .variable("XDG_CACHE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .or(() -> home().map(home -> home.resolve(".cache")))
                .orElseThrow(() -> environment("there is no home directory to unpack libraries to")
                        .hint("name a directory for caches: `export XDG_CACHE_HOME=DIR`"))
                .resolve("commons/engine");
    }

    /** Where {@code key new} puts a key if it is not told. */
    public Path usualKeyFile() {
        return home().orElseThrow(
                        () -> environment("there is no home directory").hint("name a file: `commons key new FILE`"))
                .resolve(".ssh/id_ed25519");
    }

    /** Complains if a key cannot be made here. */
    public void requireNoKey(Path file) {
        OpenSshPrivateKey.requireFree(file);
    }

    /** Makes a key file and its public half. */
    public PublicKey createKey(Path file, String comment) {
        return OpenSshPrivateKey.create(file, environment.random(), comment);
    }

    /** The keys of a version as OpenSSH's {@code allowed_signers}. */
    public String allowedSigners(Version version) {
        var lines = new ArrayList<AllowedSigners.Entry>();
        var namespaces = new ArrayList<String>();
        for (var namespace : Namespace.values()) {
            namespaces.add(namespace.text());
        }
        for (var contributor : version.contributors().values()) {
            for (var key : contributor.keys()) {
                if (key.revoked().isEmpty()) {
                    lines.add(new AllowedSigners.Entry(
                            contributor.handle().name(), key.key(), namespaces, Optional.of(key.from()), key.until()));
                }
            }
        }
        return AllowedSigners.render(lines);
    }

    /**
     * Makes stock git at home in this repository, by the repository's own configuration: it checks signatures by the keys
     * that the current version knows, and sees files as unchanged that are.
     */
    public void settle(Repository repository) {
        if (repository.head().isEmpty()) {
            return;
        }
        try {
            workspace(repository).alone("commons", () -> {
                settleAlone(repository);
                return repository;
            });
        } catch (RuntimeException | OutOfMemoryError e) {
            throw CommonsException.afterwards("it is done, and committed", e)
                    .hint("do not do it again: git is told by the next command that commits whose keys count");
        }
    }

    private void settleAlone(Repository repository) {
        Path file = repository.privateDirectory().resolve("allowed_signers");
        String text = allowedSigners(workspace(repository).headVersion());
        try {
            Files.createDirectories(file.getParent());
            Path temporary = new ScratchFolder(file.getParent()).newFile("allowed_signers", ".tmp");
            try {
                Files.writeString(temporary, text, StandardCharsets.UTF_8);
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            throw environment("cannot write " + file, e);
        }
        var settings = new TreeMap<String, String>();
        // Size and time tell git that a file is unchanged; it cannot compare content with pointers unless git-lfs is
        // there.
        settings.put("core.checkStat", "minimal");
        settings.put("gpg.ssh.allowedSignersFile", file.toAbsolutePath().toString());
        settings.forEach((name, value) -> {
            if (!repository.settings().find(name).equals(Optional.of(value))) {
                repository.settings().put(name, value);
            }
        });
    }
}
