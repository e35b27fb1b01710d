package org.datasetcommons.bench;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program and how it does each step. Scripts run in the folder that has the files in {@code data}; what else they need goes
 * beside that folder.
 *
 * @param version the command that prints it
 * @param prepare what is done before the files are there; not measured
 */
record Contender(String name, List<String> version, String prepare, Map<Step, String> scripts) {
    Optional<String> findScript(Step step) {
        return Optional.ofNullable(scripts.get(step));
    }

    static final String OURS = "commons";

    /** Ours, with a look at the draft between adding and signing. */
    static final String IN_TWO = "commons add, then sign";

    /** A file of 2 GiB is more than a new dataset allows. */
    private static final String PREPARE = "\"$COMMONS\" init . --name bench --license CC-BY-4.0"
            + " && sed -i 's/largestFile: .*/largestFile: 10737418240/' commons.yaml"
            + " && git commit -qam 'Allow larger files'";

    /** What no program in Java can do without. */
    static final String BARE = "bare Java";

    private static final String BARE_JAVA =
            "\"$JAVA_HOME/bin/java\" -XX:+UseParallelGC -cp \"$BENCH_CLASSES\" org.datasetcommons.bench.limit.BareJava";

    private static final String TERMS = "--license CC-BY-4.0 --source bench --basis author";
    private static final String LFS =
            "git init -q && git lfs install --local >/dev/null && git lfs track 'data/**' >/dev/null && git add .gitattributes";

    /** As {@code git lfs install} sets it for everything; here it is for one command alone. */
    private static final String LFS_FILTER =
            "-c filter.lfs.process='git-lfs filter-process' -c filter.lfs.required=true";

    /** All of them; which are installed is found out. */
    static final List<Contender> ALL = List.of(
            new Contender(
                    OURS,
                    List.of("sh", "-c", "\"$COMMONS\" --version"),
                    PREPARE,
                    Map.of(
                            Step.ADD, "\"$COMMONS\" add data " + TERMS + " --sign --yes -m bench",
                            Step.AGAIN, "\"$COMMONS\" add data " + TERMS,
                            Step.STATUS, "\"$COMMONS\" status",
                            Step.CHANGE, "\"$COMMONS\" add data " + TERMS + " --sign --yes -m bench",
                            Step.VERIFY, "\"$COMMONS\" verify HEAD",
                            Step.VERIFY_BOTH, "\"$COMMONS\" verify",
                            Step.CLONE, "\"$COMMONS\" clone \"file://$PWD\" ../clone",
                            Step.MERGE, "\"$COMMONS\" merge $(git for-each-ref --format='%(refname)' refs/heads/offer)",
                            Step.START, "\"$COMMONS\" --version")),
            new Contender(
                    IN_TWO,
                    List.of("sh", "-c", "\"$COMMONS\" --version"),
                    PREPARE,
                    Map.of(
                            Step.ADD, "\"$COMMONS\" add data " + TERMS + " && \"$COMMONS\" sign --yes -m bench",
                            Step.CHANGE, "\"$COMMONS\" add data " + TERMS + " && \"$COMMONS\" sign --yes -m bench")),
            new Contender(
                    BARE,
                    List.of("sh", "-c", "\"$JAVA_HOME/bin/java\" --version"),
                    ":",
                    Map.of(
                            Step.ADD, BARE_JAVA + " add data ../store",
                            Step.AGAIN, BARE_JAVA + " look data ../store",
                            Step.STATUS, BARE_JAVA + " look data ../store",
                            Step.CHANGE, BARE_JAVA + " change data ../store",
                            Step.VERIFY, BARE_JAVA + " verify data ../store",
                            Step.VERIFY_BOTH, BARE_JAVA + " verify-both data ../store",
                            Step.CLONE, BARE_JAVA + " clone data ../store ../clone ../clone-store",
                            Step.START, BARE_JAVA)),
            new Contender(
                    "git",
                    List.of("git", "--version"),
                    "git init -q",
                    Map.of(
                            Step.ADD, "git add . && git commit -qm bench",
                            Step.AGAIN, "git add -A",
                            Step.STATUS, "git status",
                            Step.CHANGE, "git add -A && git commit -qm bench",
                            Step.VERIFY, "git fsck --full",
                            Step.CLONE, "git clone -q \"file://$PWD\" ../clone",
                            Step.MERGE,
                                    "for offer in $(git for-each-ref --format='%(refname)' refs/heads/offer); do"
                                            + " git merge -q --no-edit $offer; done",
                            Step.START, "git --version")),
            new Contender(
                    "git-lfs",
                    List.of("git", "lfs", "version"),
                    LFS,
                    Map.of(
                            Step.ADD, "git add . && git commit -qm bench",
                            Step.AGAIN, "git add -A",
                            Step.STATUS, "git status",
                            Step.CHANGE, "git add -A && git commit -qm bench",
                            Step.VERIFY, "git lfs fsck",
                            Step.CLONE, "git " + LFS_FILTER + " clone -q \"file://$PWD\" ../clone",
                            Step.MERGE,
                                    "for offer in $(git for-each-ref --format='%(refname)' refs/heads/offer); do"
                                            + " git " + LFS_FILTER + " merge -q --no-edit $offer; done",
                            Step.START, "git lfs version")),
            new Contender(
                    "borg",
                    List.of("borg", "--version"),
                    "borg init -e none ../borg",
                    Map.of(
                            Step.ADD, "borg create ../borg::first data",
                            Step.AGAIN, "borg create ../borg::again data",
                            Step.CHANGE, "borg create ../borg::changed data",
                            Step.VERIFY, "borg check --verify-data ../borg",
                            Step.CLONE, "mkdir ../clone && cd ../clone && borg extract ../borg::first")),
            new Contender(
                    "restic",
                    List.of("restic", "version"),
                    "restic init -q -r ../restic",
                    Map.of(
                            Step.ADD, "restic backup -q -r ../restic data",
                            Step.AGAIN, "restic backup -q -r ../restic data",
                            Step.CHANGE, "restic backup -q -r ../restic data",
                            Step.VERIFY, "restic check -q -r ../restic --read-data",
                            Step.CLONE, "restic restore -q -r ../restic latest --target ../clone")),
            new Contender(
                    "DVC",
                    List.of("sh", "-c", "version=$(dvc --version) && echo \"DVC $version\""),
                    "git init -q && dvc init -q && git commit -qm init",
                    Map.of(
                            Step.ADD, "dvc add -q data && git add data.dvc .gitignore && git commit -qm bench",
                            Step.AGAIN, "dvc add -q data",
                            Step.STATUS, "dvc status",
                            Step.CHANGE, "dvc add -q data && git add data.dvc && git commit -qm bench",
                            Step.START, "dvc --version")),
            new Contender(
                    "git-annex",
                    List.of("git", "annex", "version"),
                    "git init -q && git annex init -q",
                    Map.of(
                            Step.ADD, "git annex add -q . && git commit -qm bench",
                            Step.VERIFY, "git annex fsck -q",
                            Step.START, "git annex version")),
            new Contender(
                    "DataLad",
                    List.of("datalad", "--version"),
                    "datalad -l error create -f .",
                    Map.of(
                            Step.ADD, "datalad -l error save -m bench",
                            Step.AGAIN, "datalad -l error save -m bench",
                            Step.STATUS, "datalad -l error status",
                            Step.START, "datalad --version")),
            new Contender(
                    "cp + sha256sum",
                    List.of("sha256sum", "--version"),
                    ":",
                    Map.of(
                            Step.ADD,
                            "cp -r data ../copy && cd ../copy && find . -type f -print0 | xargs -0 sha256sum >../sums")),
            new Contender(
                    "sha256sum -c",
                    List.of("sha256sum", "--version"),
                    ":",
                    Map.of(
                            Step.ADD, "find data -type f -print0 | xargs -0 sha256sum >../sums",
                            Step.VERIFY, "sha256sum -c --quiet ../sums",
                            Step.VERIFY_BOTH, "sha256sum -c --quiet ../sums")));
}
