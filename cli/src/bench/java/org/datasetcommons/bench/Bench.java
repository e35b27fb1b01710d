package org.datasetcommons.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Measures the program against others on the same machine, in turn, and says how the times relate. */
public final class Bench {
    private static final String BEGIN = "<!-- bench -->";
    private static final String END = "<!-- /bench -->";

    private final Options options;
    private final Materials materials;
    private final List<String> table = new ArrayList<>();
    private int failures;

    private Bench(Options options, Materials materials) {
        this.options = options;
        this.materials = materials;
    }

    /** @param words the launcher, and options */
    public static void main(String[] words) throws IOException, InterruptedException {
        var options = Options.parse(words);
        try (var materials = Materials.below(options.places().get(0), options.own())) {
            var bench = new Bench(options, materials);
            for (Path place : options.places()) {
                bench.measure(place);
            }
            bench.table.forEach(System.out::println);
            if (options.table().isPresent()) {
                bench.write(options.table().get());
            }
            if (bench.failures > 0) {
                throw new IOException(bench.failures + " scenarios failed; see above");
            }
        }
    }

    private void measure(Path in) throws IOException, InterruptedException {
        Path place = Files.createTempDirectory(Files.createDirectories(in), "commons-bench");
        var shell = new Shell(place, environment());
        try {
            materials.settle(shell);
            var contenders = new ArrayList<Contender>();
            var versions = new ArrayList<String>();
            for (var contender : Contender.ALL) {
                var version = shell.firstLine(contender.version().toArray(String[]::new));
                if (version.isPresent()) {
                    contenders.add(contender);
                    versions.add(version.get());
                } else {
                    System.out.println("skipped: " + contender.name() + " is not installed");
                }
            }
            table.add("");
            Machine.describe(place, shell).forEach(line -> table.add("- " + line));
            table.add("- versions: " + String.join("; ", new LinkedHashSet<>(versions)));
            table.add("");
            table.add("| work | against | ours, s | theirs, s | ratio | processor | reach |");
            table.add("|---|---|---|---|---|---|---|");
            var rows = Row.ALL.stream().filter(options::wants).toList();
            for (String name : rows.stream()
                    .map(Row::scenario)
                    .collect(java.util.stream.Collectors.toCollection(LinkedHashSet::new))) {
                var scenario = new Scenario(name, place, materials, shell);
                var its =
                        rows.stream().filter(row -> row.scenario().equals(name)).toList();
                try {
                    scenario.run(its, contenders, options.runs());
                } catch (IOException e) {
                    // The others are worth their hours all the same.
                    failures++;
                    System.out.println(name + " failed: " + e.getMessage());
                }
                its.forEach(row -> compare(row, scenario));
            }
        } finally {
            Materials.delete(place);
        }
    }

    private void compare(Row row, Scenario scenario) {
        var ours = scenario.find(Contender.OURS, row.step());
        var theirs = scenario.find(row.peer(), row.step());
        if (ours.isEmpty() || theirs.isEmpty()) {
            return;
        }
        double ratio = ours.get().wall() / theirs.get().wall();
        String line = String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s%.3f%s | %s | %s |",
                row.work(),
                row.peer(),
                ours.get(),
                theirs.get(),
                ratio <= row.reach() ? "" : "**",
                ratio,
                ratio <= row.reach() ? "" : "**",
                processor(ours.get(), theirs.get()),
                row.reach());
        table.add(line);
        System.out.println(line);
    }

    /** The shell counts in hundredths of a second; of a few of them nothing can be said. */
    private static String processor(Series ours, Series theirs) {
        return theirs.processor() < 0.05
                ? "–"
                : String.format(Locale.ROOT, "%.3f", ours.processor() / theirs.processor());
    }

    /** A home of its own: nothing of the person's configuration has a say, and nothing of theirs is touched. */
    private Map<String, String> environment() {
        var environment = new TreeMap<String, String>();
        Path home = materials.home();
        environment.put("HOME", home.toString());
        environment.put("XDG_CONFIG_HOME", home.resolve(".config").toString());
        environment.put("XDG_CACHE_HOME", home.resolve(".cache").toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        environment.put("PATH", System.getenv("PATH"));
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("COMMONS", options.commons().toAbsolutePath().toString());
        environment.put("RESTIC_PASSWORD", "bench");
        environment.put("BORG_UNKNOWN_UNENCRYPTED_REPO_ACCESS_IS_OK", "yes");
        environment.put("DVC_NO_ANALYTICS", "1");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("BENCH_CLASSES", System.getProperty("java.class.path"));
        return environment;
    }

    private void write(Path page) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(page + " has no place for the table: " + BEGIN + " … " + END);
        }
        Files.writeString(
                page,
                text.substring(0, begin + BEGIN.length()) + "\n" + String.join("\n", table) + "\n\n"
                        + text.substring(end));
    }
}
