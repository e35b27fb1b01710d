package org.datasetcommons.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the command line asks for.
 *
 * @param commons the launcher of ours
 * @param places folders to work in, one after the other; each on another file system
 * @param scenarios by name; none: all
 * @param peers by name; none: all that are installed
 * @param own a folder with files to measure with, besides those that are made up
 * @param table the page in which the table between its marks is replaced
 */
record Options(
        Path commons,
        List<Path> places,
        int runs,
        List<String> scenarios,
        List<String> peers,
        Optional<Path> own,
        Optional<Path> table) {
    static final String HELP = """
            mvn -Pbench -DskipTests package -Dbench="OPTIONS"

              --place DIR        where to work; may be repeated, for several file systems (default: the temporary folder)
              --runs N           how often each is run, in turn (default 3)
              --scenarios A,B    s100k, s10k, m1k, l1, clone, merge, start, own (default: all)
              --peers A,B        git, git-lfs, borg, restic, DVC, git-annex, DataLad, "cp + sha256sum", "sha256sum -c"
                                 (default: all that are installed)
              --own DIR          measure with the files of this folder, too (scenario own)
              --table FILE       write the table into this page, between <!-- bench --> and <!-- /bench -->
            """;

    static Options parse(String[] words) {
        Path commons = Path.of(words[0]);
        var places = new ArrayList<Path>();
        int runs = 3;
        var scenarios = List.<String>of();
        var peers = List.<String>of();
        Optional<Path> own = Optional.empty();
        Optional<Path> table = Optional.empty();
        for (int i = 1; i + 1 < words.length; i += 2) {
            String value = words[i + 1];
            switch (words[i]) {
                case "--place" -> places.add(Path.of(value));
                case "--runs" -> runs = Integer.parseInt(value);
                case "--scenarios" -> scenarios = List.of(value.split(","));
                case "--peers" -> peers = List.of(value.split(","));
                case "--own" -> own = Optional.of(Path.of(value).toAbsolutePath());
                case "--table" -> table = Optional.of(Path.of(value));
                default -> throw new IllegalArgumentException("no such option: " + words[i] + "\n\n" + HELP);
            }
        }
        if (words.length % 2 == 0) {
            throw new IllegalArgumentException(HELP);
        }
        if (places.isEmpty()) {
            places.add(Path.of(System.getProperty("java.io.tmpdir")));
        }
        return new Options(commons, List.copyOf(places), runs, scenarios, peers, own, table);
    }

    boolean wants(Row row) {
        return (own.isPresent() || !row.scenario().equals(Row.OWN))
                && (scenarios.isEmpty() || scenarios.contains(row.scenario()))
                && (peers.isEmpty() || peers.contains(row.peer()));
    }
}
