package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.precondition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datasetcommons.history.Repositories;
import org.datasetcommons.history.Repository;
import org.eclipse.jgit.api.errors.InvalidRefNameException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** Repositories on this machine. */
public final class GitRepositories implements Repositories {
    /** @param variables the environment: where home is, which configuration counts */
    public GitRepositories(Map<String, String> variables) {
        GitSystemReader.install(variables);
    }

    @Override
    public Optional<Repository> find(Path directory) {
        try {
            var builder = new FileRepositoryBuilder()
                    .findGitDir(directory.toAbsolutePath().toFile());
            if (builder.getGitDir() == null) {
                return Optional.empty();
            }
            var repository = builder.build();
            if (repository.isBare()) {
                return Optional.empty();
            }
            return Optional.of(new GitRepository(repository));
        } catch (IOException e) {
            throw environment("cannot open the git repository at " + directory, e);
        }
    }

    @Override
    public Repository at(Path directory) {
        if (Files.exists(directory) && !Files.isDirectory(directory)) {
            throw precondition(directory + " is not a folder");
        }
        try {
            return new GitRepository(new RepositoryBuilder()
                    .setGitDir(directory.resolve(Constants.DOT_GIT).toFile())
                    .setWorkTree(directory.toFile())
                    .setInitialBranch("main")
                    .build());
        } catch (IOException | InvalidRefNameException e) {
            throw environment("cannot open the git repository in " + directory, e);
        }
    }

    @Override
    public Repository cloneFrom(String url, Path directory) {
        try {
            if (Files.exists(directory)) {
                try (var files = Files.list(directory)) {
                    if (files.findAny().isPresent()) {
                        throw precondition(directory + " exists and is not empty")
                                .hint("name another directory: `commons clone URL DIR`");
                    }
                }
            }
            var repository = (GitRepository) at(directory);
            repository.create();
            repository.putSetting("remote.origin.url", url);
            repository.putSetting("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*");
            repository
                    .remote()
                    .fetchAll(url, List.of("+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"));
            return repository;
        } catch (IOException e) {
            throw environment("cannot clone into " + directory, e);
        }
    }
}
