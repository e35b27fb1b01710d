package org.datasetcommons.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Steps on the same files, by one program after the other. Each run has a folder of its own; on file systems that are slow to
 * make files where others went, nothing goes before the scenario ends.
 */
final class Scenario {
    /** As long as it takes until a file is old enough that a later change shows in its time. */
    private static final long SETTLING = 2_500;

    private static final Map<String, Corpus> CORPORA = Map.of(
            "s100k", Corpus.SMALL_100K,
            "s10k", Corpus.SMALL_10K,
            "m1k", Corpus.MEDIUM,
            "l1", Corpus.LARGE,
            "clone", Corpus.SMALL_10K,
            "merge", Corpus.BASE);

    private final String name;
    private final Path place;
    private final Materials materials;
    private final Shell shell;
    private final Map<String, Map<Step, Series>> taken = new HashMap<>();

    /** @param place an empty folder */
    Scenario(String name, Path place, Materials materials, Shell shell) {
        this.name = name;
        this.place = place;
        this.materials = materials;
        this.shell = shell;
    }

    /** What a step took a program; nothing if it was not run. */
    Optional<Series> find(String contender, Step step) {
        return Optional.ofNullable(taken.get(contender)).map(steps -> steps.get(step));
    }

    /** Runs what the rows of this scenario need. */
    void run(List<Row> rows, List<Contender> contenders, int runs) throws IOException, InterruptedException {
        for (int run = 1; run <= runs; run++) {
            for (var contender : contenders) {
                var steps = steps(contender, rows);
                if (!steps.isEmpty()) {
                    System.out.printf("%s: run %d of %d: %s%n", name, run, runs, contender.name());
                    run(contender, steps, run);
                }
            }
        }
    }

    /** The steps that are compared, and those that lead there. */
    private static Set<Step> steps(Contender contender, List<Row> rows) {
        var wanted = EnumSet.noneOf(Step.class);
        rows.stream()
                .filter(row -> contender.name().equals(Contender.OURS)
                        || contender.name().equals(row.peer()))
                .forEach(row -> wanted.add(row.step()));
        var steps = EnumSet.noneOf(Step.class);
        for (var step : Step.values()) {
            boolean leads = wanted.stream().anyMatch(later -> later.compareTo(step) >= 0)
                    && step.compareTo(Step.VERIFY) <= 0
                    && !wanted.contains(Step.START)
                    && !wanted.contains(Step.MERGE);
            if (contender.findScript(step).isPresent() && (wanted.contains(step) || leads)) {
                steps.add(step);
            }
        }
        return steps;
    }

    private void run(Contender contender, Set<Step> steps, int run) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(
                place.resolve(name + "-" + contender.name().replaceAll("[^a-z]+", "-") + "-" + run));
        Path dataset = Files.createDirectory(folder.resolve("dataset"));
        prepare(contender, dataset);
        Thread.sleep(SETTLING);
        for (var step : steps) {
            if (step == Step.CHANGE) {
                CORPORA.get(name).change(dataset.resolve("data"));
                Thread.sleep(SETTLING);
            }
            var time = shell.run(dataset, contender.findScript(step).orElseThrow());
            taken.computeIfAbsent(contender.name(), key -> new EnumMap<>(Step.class))
                    .computeIfAbsent(step, key -> new Series())
                    .add(time);
        }
        if (Files.getFileStore(place).type().equals("tmpfs")) {
            shell.run(place, "rm -rf '" + folder + "'");
        }
    }

    private void prepare(Contender contender, Path dataset) throws IOException, InterruptedException {
        if (name.equals("merge")) {
            shell.run(dataset, "cp -a '" + materials.offers(shell) + "/.' .");
            return;
        }
        shell.run(dataset, contender.prepare());
        var corpus = Optional.ofNullable(CORPORA.get(name));
        if (corpus.isPresent()) {
            shell.run(dataset, "cp -r '" + materials.files(corpus.get()) + "' data");
        }
    }
}
