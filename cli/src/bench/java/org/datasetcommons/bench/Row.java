package org.datasetcommons.bench;

import java.util.List;

/**
 * A line of the table: a step of ours against the same of another program.
 *
 * @param reach what our time, divided by theirs, should not exceed
 */
record Row(String scenario, Step step, String work, String peer, double reach) {
    /** The scenario of somebody's own files. */
    static final String OWN = "own";

    static final List<Row> ALL = List.of(
            new Row("s100k", Step.ADD, "add and sign 100,000 small files", "git", 0.25),
            new Row("s100k", Step.ADD, "add and sign 100,000 small files", "git-lfs", 0.15),
            new Row("s100k", Step.ADD, "add and sign 100,000 small files", "borg", 0.35),
            new Row("s100k", Step.ADD, "add and sign 100,000 small files", Contender.IN_TWO, 1.0),
            new Row("s100k", Step.ADD, "add and sign 100,000 small files", Contender.BARE, 2.0),
            new Row("s100k", Step.AGAIN, "add again, nothing changed, 100,000", "git", 2.0),
            new Row("s100k", Step.AGAIN, "add again, nothing changed, 100,000", Contender.BARE, 2.0),
            new Row("s100k", Step.STATUS, "status, 100,000", "git", 2.0),
            new Row("s100k", Step.STATUS, "status, 100,000", Contender.BARE, 2.0),
            new Row("s100k", Step.CHANGE, "1 % changed of 100,000, added and signed", "git", 0.6),
            new Row("s100k", Step.CHANGE, "1 % changed of 100,000, added and signed", "git-lfs", 0.4),
            new Row("s100k", Step.CHANGE, "1 % changed of 100,000, added and signed", Contender.IN_TWO, 1.0),
            new Row("s100k", Step.CHANGE, "1 % changed of 100,000, added and signed", Contender.BARE, 3.0),
            new Row("s100k", Step.VERIFY, "verify 100,000", "git", 0.2),
            new Row("s100k", Step.VERIFY, "verify 100,000", "sha256sum -c", 0.5),
            new Row("s100k", Step.VERIFY, "verify 100,000", "git-lfs", 0.2),
            new Row("s100k", Step.VERIFY, "verify 100,000", Contender.BARE, 2.0),
            new Row("s100k", Step.VERIFY_BOTH, "verify 100,000, store and work tree", "sha256sum -c", 1.0),
            new Row("s100k", Step.VERIFY_BOTH, "verify 100,000, store and work tree", Contender.BARE, 2.0),
            new Row("s10k", Step.ADD, "add and sign 10,000 small files", "git", 0.4),
            new Row("s10k", Step.ADD, "add and sign 10,000 small files", "git-lfs", 0.3),
            new Row("s10k", Step.ADD, "add and sign 10,000 small files", "DVC", 0.1),
            new Row("s10k", Step.ADD, "add and sign 10,000 small files", "git-annex", 0.03),
            new Row("s10k", Step.ADD, "add and sign 10,000 small files", "DataLad", 0.03),
            new Row("s10k", Step.ADD, "add and sign 10,000 small files", Contender.IN_TWO, 1.0),
            new Row("s10k", Step.ADD, "add and sign 10,000 small files", Contender.BARE, 2.0),
            new Row("s10k", Step.AGAIN, "add again, nothing changed, 10,000", "DataLad", 0.4),
            new Row("s10k", Step.AGAIN, "add again, nothing changed, 10,000", Contender.BARE, 2.0),
            new Row("l1", Step.ADD, "add and sign one file of 2 GiB", "git-lfs", 0.2),
            new Row("l1", Step.ADD, "add and sign one file of 2 GiB", "cp + sha256sum", 0.3),
            new Row("l1", Step.ADD, "add and sign one file of 2 GiB", Contender.BARE, 1.5),
            new Row("l1", Step.VERIFY, "verify 2 GiB", "sha256sum -c", 0.2),
            new Row("l1", Step.VERIFY, "verify 2 GiB", Contender.BARE, 1.5),
            new Row("l1", Step.VERIFY_BOTH, "verify 2 GiB, store and work tree", "sha256sum -c", 0.4),
            new Row("m1k", Step.ADD, "add and sign 1.2 GB in files of 200 KiB to 2 MiB", "git-lfs", 0.3),
            new Row("m1k", Step.ADD, "add and sign 1.2 GB in files of 200 KiB to 2 MiB", "borg", 0.7),
            new Row("m1k", Step.ADD, "add and sign 1.2 GB in files of 200 KiB to 2 MiB", Contender.BARE, 2.0),
            new Row("clone", Step.CLONE, "clone 10,000 with content over file://", "git", 0.15),
            new Row("clone", Step.CLONE, "clone 10,000 with content over file://", "git-lfs", 0.15),
            new Row("clone", Step.CLONE, "clone 10,000 with content over file://", "restic", 0.8),
            new Row("clone", Step.CLONE, "clone 10,000 with content over file://", Contender.BARE, 2.0),
            new Row("merge", Step.MERGE, "merge 200 contributions of 50 files", "git", 0.05),
            new Row("merge", Step.MERGE, "merge 200 contributions of 50 files, with content", "git-lfs", 0.05),
            new Row(OWN, Step.ADD, "add and sign files of one's own", "git", 1.0),
            new Row(OWN, Step.ADD, "add and sign files of one's own", "git-lfs", 1.0),
            new Row(OWN, Step.ADD, "add and sign files of one's own", "borg", 1.0),
            new Row(OWN, Step.VERIFY, "verify files of one's own", "git", 1.0),
            new Row(OWN, Step.VERIFY, "verify files of one's own", "sha256sum -c", 1.0),
            new Row("start", Step.START, "--version", "git", 50),
            new Row("start", Step.START, "--version", "git-annex", 10),
            new Row("start", Step.START, "--version", "DataLad", 1.0),
            new Row("start", Step.STATUS, "status of a small dataset", "DataLad", 1.0));
}
