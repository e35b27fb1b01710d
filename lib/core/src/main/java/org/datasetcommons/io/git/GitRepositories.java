package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.datasetcommons.history.Repositories;
import org.datasetcommons.history.Repository;
import org.datasetcommons.transfer.Credentials;
import org.eclipse.jgit.api.errors.InvalidRefNameException;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.BaseRepositoryBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** Repositories on this machine. */
public final class GitRepositories implements Repositories {
    private final Credentials credentials;

    /** @param variables the environment: where home is, which configuration counts */
    public GitRepositories(Map<String, String> variables) {
        this(variables, Credentials.NONE);
    }

    /** @param credentials what servers are told that want to know who asks */
    public GitRepositories(Map<String, String> variables, Credentials credentials) {
        GitSystemReader.install(variables);
        this.credentials = credentials;
    }

    /** Whether it was for lack of memory: JGit calls an object too large that it has no room for. */
    public static boolean isOutOfMemory(Throwable thrown) {
        return thrown instanceof LargeObjectException;
    }

    @Override
    public Optional<Repository> find(Path directory) {
        try {
            var builder = around(directory);
            if (builder.getGitDir() == null) {
                requireNoneWithoutHead(directory);
                return Optional.empty();
            }
            var repository = new Untidied(builder.setup());
            if (repository.isBare()) {
                return Optional.empty();
            }
            requireSha1(repository);
            return Optional.of(new GitRepository(repository, credentials));
        } catch (IOException e) {
            throw environment("cannot open the git repository at " + directory, e);
        }
    }

    @Override
    public Optional<Path> findBare(Path directory) {
        try {
            var builder = around(directory);
            if (builder.getGitDir() == null) {
                return Optional.empty();
            }
            try (var repository = new Untidied(builder.setup())) {
                return repository.isBare()
                        ? Optional.of(repository.getDirectory().toPath())
                        : Optional.empty();
            }
        } catch (IOException e) {
            throw environment("cannot open the git repository at " + directory, e);
        }
    }

    private static FileRepositoryBuilder around(Path directory) {
        return new FileRepositoryBuilder()
                .setFS(Hookless.detected())
                .findGitDir(directory.toAbsolutePath().toFile());
    }

    /** A repository whose HEAD makes no sense is none to git, and nobody should be told to make one in its place. */
    private static void requireNoneWithoutHead(Path directory) {
        for (Path folder = directory.toAbsolutePath().normalize(); folder != null; folder = folder.getParent()) {
            Path git = folder.resolve(Constants.DOT_GIT);
            if (Files.isRegularFile(git.resolve(Constants.CONFIG))
                    && Files.isDirectory(git.resolve(Constants.OBJECTS))) {
                throw environment(git.resolve(Constants.HEAD) + " names neither a branch nor a commit")
                        .hint("write into it which branch it is, as `ref: refs/heads/main`");
            }
        }
    }

    /** JGit does not know of other names, and would take them for something else. */
    private static void requireSha1(org.eclipse.jgit.lib.Repository repository) {
        String format = repository.getConfig().getString("extensions", null, "objectFormat");
        if (format != null && !format.equalsIgnoreCase("sha1")) {
            throw precondition("git names objects by " + format + " in " + repository.getDirectory())
                    .hint("make the repository anew: `git init --object-format=sha1`");
        }
    }

    @Override
    public Repository at(Path directory) {
        requireFolder(directory);
        try {
            var builder = new RepositoryBuilder()
                    .setFS(Hookless.detected())
                    .setGitDir(directory.resolve(Constants.DOT_GIT).toFile())
                    .setWorkTree(directory.toFile())
                    .setInitialBranch("main")
                    .setup();
            return new GitRepository(new Untidied(builder), credentials);
        } catch (IOException | InvalidRefNameException e) {
            throw environment("cannot open the git repository in " + directory, e);
        }
    }

    private static void requireFolder(Path directory) {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw precondition(directory + " is not a folder");
        }
    }

    @Override
    public Repository createClone(String url, Path directory) {
        requireFolder(directory);
        try {
            if (Files.exists(directory) && !holdsNothing(directory) && !isBegunClone(url, directory)) {
                throw precondition(directory + " exists and is not empty")
                        .hint("name another directory: `commons clone URL DIR`");
            }
            var repository = at(directory);
            repository.create();
            repository.removeAbandonedLocks(Instant.MIN); // Of a clone that was cut off.
            repository.settings().put(CLONING, "true");
            repository.settings().put("remote.origin.url", url);
            repository.settings().put("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*");
            return repository;
        } catch (IOException e) {
            throw environment("cannot clone into " + directory, e);
        }
    }

    private static boolean holdsNothing(Path directory, Path... but) throws IOException {
        try (var files = Files.list(directory)) {
            return files.allMatch(Set.of(but)::contains);
        }
    }

    /** Whether what lies there is a clone of the same repository that did not come to its end. */
    private boolean isBegunClone(String url, Path directory) throws IOException {
        Path git = directory.resolve(Constants.DOT_GIT);
        if (!Files.isDirectory(git)) {
            return false;
        }
        try (var repository = at(directory)) {
            var remote = repository.settings().find("remote.origin.url");
            boolean cutOffAtOnce =
                    holdsNothing(directory, git) && repository.head().isEmpty() && remote.isEmpty();
            return cutOffAtOnce || repository.settings().find(CLONING).isPresent() && remote.equals(Optional.of(url));
        }
    }

    /** JGit would tidy up after a fetch in the background, in a thread that dies with the program. Git does it better. */
    private static final class Untidied extends FileRepository {
        Untidied(BaseRepositoryBuilder<?, ?> options) throws IOException {
            super(options);
        }

        @Override
        public void autoGC(ProgressMonitor monitor) {
            // Left to git.
        }
    }
}
