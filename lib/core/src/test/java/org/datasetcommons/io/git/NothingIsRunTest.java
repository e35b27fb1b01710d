package org.datasetcommons.io.git;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Repository;
import org.datasetcommons.history.Repository.CommitRequest;
import org.datasetcommons.history.TreeEdit;
import org.datasetcommons.store.Pointer;
import org.datasetcommons.testkit.People;
import org.datasetcommons.testkit.TestDataset;
import org.datasetcommons.testkit.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a repository is set to run, nothing of it runs; and of the machine's settings those count that were handed in. */
class NothingIsRunTest {
    private static final List<String> HOOKS = List.of(
            "applypatch-msg",
            "pre-commit",
            "prepare-commit-msg",
            "commit-msg",
            "post-commit",
            "pre-rebase",
            "post-checkout",
            "post-merge",
            "pre-push",
            "pre-receive",
            "update",
            "proc-receive",
            "post-receive",
            "post-update",
            "reference-transaction",
            "push-to-checkout",
            "pre-auto-gc",
            "post-rewrite",
            "fsmonitor-watchman",
            "post-index-change");

    @TempDir
    Path folder;

    private Path marker() {
        return folder.resolve("marker");
    }

    private String command() throws IOException {
        Path script = folder.resolve("run.sh");
        if (Files.notExists(script)) {
            Files.writeString(script, "#!/bin/sh\necho \"$0 $@\" >> '" + marker() + "'\ncat\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return script.toString();
    }

    /** Sets everything in a repository that git would run. */
    private void arm(Path repository) throws IOException {
        Path hooks = Files.createDirectories(repository.resolve(".git/hooks"));
        for (String hook : HOOKS) {
            Path file = Files.writeString(
                    hooks.resolve(hook), "#!/bin/sh\necho \"hook " + hook + "\" >> '" + marker() + "'\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        String run = command();
        Files.writeString(
                repository.resolve(".git/config"),
                """

                [core]
                	fsmonitor = RUN
                	sshCommand = RUN
                	editor = RUN
                	pager = RUN
                	askPass = RUN
                	gitProxy = RUN
                	alternateRefsCommand = RUN
                [filter "lfs"]
                	clean = RUN
                	smudge = RUN
                	process = RUN
                	required = true
                [diff]
                	external = RUN
                [diff "lfs"]
                	textconv = RUN
                	command = RUN
                [merge "lfs"]
                	driver = RUN
                [gpg]
                	program = RUN
                [gpg "ssh"]
                	program = RUN
                	defaultKeyCommand = RUN
                [credential]
                	helper = RUN
                [remote "origin"]
                	url = OTHER
                	uploadpack = RUN
                	receivepack = RUN
                	vcs = run
                	fetch = +refs/heads/*:refs/remotes/origin/*
                [uploadpack]
                	packObjectsHook = RUN
                [protocol "ext"]
                	allow = always
                [commit]
                	gpgSign = true
                [gc]
                	auto = 1
                """.replace("RUN", run).replace("OTHER", folder.resolve("other").toString()),
                java.nio.file.StandardOpenOption.APPEND);
    }

    private void assertNothingRan() throws IOException {
        assertTrue(Files.notExists(marker()), () -> {
            try {
                return Files.readString(marker());
            } catch (IOException e) {
                return e.toString();
            }
        });
    }

    private static CommitId commit(Repository repository, TreeEdit edit) {
        var head = repository.head();
        var commit = repository.write(
                new CommitRequest(
                        head, edit, head.map(List::of).orElse(List.of()), People.ANA.person(), People.START, "x\n"),
                People.ANA.signer());
        repository.advance(head, commit, "test");
        repository.checkOut(head, commit);
        return commit;
    }

    @Test
    void theTestWouldNotice() throws IOException {
        try (var repository = TestDataset.repository(folder.resolve("armed"))) {
            arm(repository.workTree());
        }
        Tool.in(folder.resolve("armed"), "git").run("status");

        assertTrue(Files.exists(marker()));
    }

    @Test
    void noHookAndNoConfiguredCommandRuns() throws IOException {
        try (var other = TestDataset.repository(folder.resolve("other"));
                var repository = TestDataset.repository(folder.resolve("armed"))) {
            arm(other.workTree());
            arm(repository.workTree());
            Files.writeString(other.workTree().resolve(".gitattributes"), "* filter=lfs diff=lfs merge=lfs\n");
        }
        // Opened anew, so that all of it is read.
        try (var other = new GitRepositories(Map.of())
                        .find(folder.resolve("other"))
                        .orElseThrow();
                var repository = new GitRepositories(Map.of())
                        .find(folder.resolve("armed"))
                        .orElseThrow()) {
            Pointer pointer = repository.store().put("an owl".getBytes(StandardCharsets.US_ASCII));
            var attributes = "data/** filter=lfs diff=lfs merge=lfs -text\n".getBytes(StandardCharsets.US_ASCII);
            var first = commit(
                    repository, new TreeEdit().put(".gitattributes", attributes).put("data/owl", pointer.bytes()));
            repository.tag("v1.0.0", first, People.ANA.person(), People.START, "x\n", People.ANA.signer());
            assertEquals(List.of(), repository.status("data").modified());
            assertEquals(Optional.empty(), repository.push("origin", first, "topic", List.of("v1.0.0")));
            var second = commit(other, new TreeEdit().put("a", new byte[] {1}));
            repository.fetch(other.workTree().toString(), "refs/heads/main");
            repository.fetchRemote("origin");
            repository.refsOf(other.workTree().toString());
            repository.writeBundle(first, "main", List.of(), folder.resolve("x.bundle"));
            other.readBundle(folder.resolve("x.bundle"));
            var files = new java.util.TreeMap<String, Pointer>();
            files.put("data/owl", pointer);
            repository.fillIn(files);
            repository.checkOut(
                    Optional.of(first),
                    repository
                            .fetch(other.workTree().toString(), "refs/heads/main")
                            .orElseThrow());
            assertEquals(second, repository.resolve("origin/main").orElseThrow());
        }
        assertNothingRan();
    }

    @Test
    void noSettingOfTheMachineIsReadUnlessItIsHandedIn() throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(home.resolve(".gitconfig"), "[user]\n\tname = of home\n");
        Path xdg = Files.createDirectories(folder.resolve("xdg/git"));
        Files.writeString(xdg.resolve("config"), "[user]\n\tname = of xdg\n\temail = xdg@example.org\n");
        Path system = Files.writeString(folder.resolve("system"), "[user]\n\tname = of the system\n\tsigningkey = S\n");
        Path global = Files.writeString(folder.resolve("global"), "[user]\n\tname = global\n");
        Path repository = folder.resolve("repository");
        TestDataset.repository(repository).close();

        assertEquals(Optional.empty(), setting(repository, Map.of("GIT_CONFIG_NOSYSTEM", "1"), "user.name"));
        assertEquals(
                Optional.of("of home"),
                setting(repository, Map.of("GIT_CONFIG_NOSYSTEM", "1", "HOME", home.toString()), "user.name"));
        var all = Map.of(
                "HOME", home.toString(),
                "XDG_CONFIG_HOME", folder.resolve("xdg").toString(),
                "GIT_CONFIG_SYSTEM", system.toString());
        assertEquals(Optional.of("of home"), setting(repository, all, "user.name"));
        assertEquals(Optional.of("xdg@example.org"), setting(repository, all, "user.email"));
        assertEquals(Optional.of("S"), setting(repository, all, "user.signingkey"));
        assertEquals(
                Optional.of("global"),
                setting(
                        repository,
                        Map.of(
                                "HOME",
                                home.toString(),
                                "GIT_CONFIG_GLOBAL",
                                global.toString(),
                                "GIT_CONFIG_NOSYSTEM",
                                "1"),
                        "user.name"));

        Files.writeString(
                repository.resolve(".git/config"),
                "[user]\n\tname = of the repository\n",
                java.nio.file.StandardOpenOption.APPEND);
        assertEquals(Optional.of("of the repository"), setting(repository, all, "user.name"));
    }

    private static Optional<String> setting(Path repository, Map<String, String> variables, String name) {
        try (var found = new GitRepositories(variables).find(repository).orElseThrow()) {
            return found.settings().find(name);
        } finally {
            new GitRepositories(Map.of()); // What other tests of this process see.
        }
    }
}
