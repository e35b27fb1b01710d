package org.datasetcommons.usecase;

import static org.datasetcommons.CommonsException.precondition;

import java.util.Optional;
import org.datasetcommons.CommonsException;
import org.datasetcommons.history.Repository;

/**
 * The branch at a remote that the current branch goes with.
 *
 * @param remote its name
 * @param branch short, as {@code main}
 */
record Upstream(String remote, String branch) {
    private static final String HEADS = "refs/heads/";

    /** @param wanted the remote; empty: the one that the branch is set to follow, else {@code origin} */
    static Upstream of(Repository repository, Optional<String> wanted) {
        String local = repository
                .branch()
                .orElseThrow(
                        () -> precondition("no branch is checked out here").hint("check one out: `git switch main`"))
                .substring(HEADS.length());
        var followed = repository.settings().find("branch." + local + ".remote").filter(name -> !name.equals("."));
        String remote = wanted.or(() -> followed).orElse("origin");
        if (repository.settings().find("remote." + remote + ".url").isEmpty()) {
            throw precondition("there is no remote " + remote + " here")
                    .hint("name one: `git remote add " + (remote.matches("[A-Za-z0-9._-]+") ? remote : "origin")
                            + " URL`");
        }
        boolean followsIt = followed.equals(Optional.of(remote));
        String branch = repository
                .settings()
                .find("branch." + local + ".merge")
                .filter(ref -> followsIt && ref.startsWith(HEADS))
                .map(ref -> ref.substring(HEADS.length()))
                .orElse(local);
        return new Upstream(remote, branch);
    }

    /** As {@link #of}, where there are a branch and a remote. */
    static Optional<Upstream> find(Repository repository) {
        try {
            return Optional.of(of(repository, Optional.empty()));
        } catch (CommonsException e) {
            return Optional.empty();
        }
    }

    String trackingRef() {
        return "refs/remotes/" + remote + "/" + branch;
    }

    String ref() {
        return HEADS + branch;
    }

    /** As people write it. */
    String shown() {
        return remote + "/" + branch;
    }
}
