package org.datasetcommons.train;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.datasetcommons.dataset.ManifestEntry;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import org.datasetcommons.interop.Credits;
import org.datasetcommons.interop.MarkdownText;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.license.LicenseUrls;
import org.datasetcommons.license.ReleaseLicense;
import org.datasetcommons.signing.Namespace;
import org.datasetcommons.version.Version;

/**
 * What {@code README.md} of a model tells people, with the front matter of model hubs.
 *
 * @param entries the records that were used
 */
record ModelCard(
        Version version,
        ModelRecord.Source source,
        Recipe recipe,
        long seed,
        List<String> classes,
        Uses uses,
        Metrics metrics,
        List<ManifestEntry> entries) {
    ModelCard {
        entries = List.copyOf(entries);
    }

    byte[] bytes() {
        var license = ReleaseLicense.of(
                version.charter().license(),
                entries.stream()
                        .map(entry -> entry.terms().license())
                        .distinct()
                        .toList());
        return (frontMatter(license.expression())
                        + "\n# " + recipe.name() + "\n\n"
                        + purpose()
                        + trainedOn()
                        + howGood()
                        + leftOut()
                        + credit(license)
                        + verification())
                .getBytes(StandardCharsets.UTF_8);
    }

    private String frontMatter(LicenseExpression license) {
        var ids = license.licenses().stream().map(LicenseUrls::hubId).collect(Collectors.toCollection(TreeSet::new));
        boolean known = license.licenses().size() == 1 && !ids.contains("other");
        return "---\n"
                + (known
                        ? "license: " + ids.first() + "\n"
                        : "license: other\nlicense_name: " + quoted(license.toString())
                                + "\nlicense_link: README.md#credit-and-licence\n")
                + "library_name: safetensors\n"
                + "pipeline_tag: " + hubTask() + "\n"
                + "tags: [commons, " + hubTask() + "]\n"
                + "datasets: [" + quoted(source.name()) + "]\n"
                + "metrics: [accuracy, f1]\n"
                + "model-index:\n"
                + "  - name: " + quoted(recipe.name()) + "\n"
                + "    results:\n"
                + "      - task:\n"
                + "          type: " + hubTask() + "\n"
                + "        dataset:\n"
                + "          type: " + quoted(source.name()) + "\n"
                + "          name: " + quoted(version.charter().title()) + "\n"
                + "          revision: " + quoted(source.commit().hex()) + "\n"
                + "          split: test\n"
                + "        metrics:\n"
                + "          - type: accuracy\n"
                + "            value: " + plain(metrics.accuracy()) + "\n"
                + "          - type: f1\n"
                + "            name: macro F1\n"
                + "            value: " + plain(metrics.macroF1()) + "\n"
                + "---\n";
    }

    private String hubTask() {
        return recipe.task() == Task.TABLE_CLASSIFICATION
                ? "tabular-classification"
                : recipe.task().toString();
    }

    private static String quoted(String text) {
        return Json.line(Node.text(text));
    }

    private String purpose() {
        return "Tells apart " + classes.size() + " classes ("
                + classes.stream().map(MarkdownText::escape).collect(Collectors.joining(", "))
                + ") by the field `" + recipe.label().replace("`", "") + "`. Made by the recipe in `recipe.yaml`, "
                + "task " + recipe.task() + ", with the seed " + seed + ".\n\n";
    }

    private String trainedOn() {
        var rows = new ArrayList<String>();
        rows.add("Dataset | " + MarkdownText.escape(version.charter().title()) + " (`" + source.name() + "`)");
        source.release().ifPresent(release -> rows.add("Version | " + release.version()));
        rows.add("Commit | `" + source.commit() + "`");
        rows.add("Manifest root | `" + source.root() + "`");
        rows.add("Dataset id | `" + source.dataset() + "`");
        rows.add("Purpose | " + MarkdownText.escape(recipe.purpose()));
        rows.add("Records learnt from | " + uses.learned().size());
        rows.add("Records held out, to measure on | " + uses.held().size());
        rows.add("Records left out | " + uses.excluded().size());
        return "## What it was trained on\n\n| | |\n|---|---|\n"
                + rows.stream().map(row -> "| " + row + " |\n").collect(Collectors.joining())
                + "\nEach record is named in `records.jsonl`, with its SHA-256, or with the reason why it was left out. "
                + "Used was only what its contributor gave on a licence that the dataset accepts, with consent for this "
                + "purpose.\n\n";
    }

    private String howGood() {
        var out = new StringBuilder(
                "## How good it is\n\nOn the " + metrics.count()
                        + " records that were held out. In brackets: 95 % intervals (Wilson).\n\n| Metric | Value |\n|---|---|\n");
        out.append("| Accuracy | ")
                .append(share(new Metrics.Share(metrics.count(), metrics.accuracy(), metrics.low(), metrics.high())))
                .append(" |\n| Macro F1 | ")
                .append(percent(metrics.macroF1()))
                .append(" |\n| Log loss | ")
                .append(String.format(Locale.ROOT, "%.4f", metrics.logLoss()))
                .append(
                        " |\n\n| Class | Records | Recognised (recall) | Right when named (precision) |\n|---|---:|---|---|\n");
        metrics.classes()
                .forEach((name, of) -> out.append("| ")
                        .append(MarkdownText.escape(name))
                        .append(" | ")
                        .append(of.recall().count())
                        .append(" | ")
                        .append(share(of.recall()))
                        .append(" | ")
                        .append(percent(of.precision()))
                        .append(" |\n"));
        out.append('\n');
        if (!metrics.groups().isEmpty()) {
            out.append("| ")
                    .append(MarkdownText.escape(recipe.group().orElse("Group")))
                    .append(" | Records | Accuracy |\n|---|---:|---|\n");
            metrics.groups()
                    .forEach((name, of) -> out.append("| ")
                            .append(MarkdownText.escape(name))
                            .append(" | ")
                            .append(of.count())
                            .append(" | ")
                            .append(share(of))
                            .append(" |\n"));
            out.append('\n');
        }
        return out.toString();
    }

    private static String share(Metrics.Share share) {
        return share.count() == 0
                ? "–"
                : percent(share.accuracy()) + " (" + percent(share.low()) + " to " + percent(share.high()) + ")";
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * value);
    }

    private static String plain(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    private String leftOut() {
        if (uses.excluded().isEmpty()) {
            return "";
        }
        var out = new StringBuilder("## What was left out\n\n| Reason | Records |\n|---|---:|\n");
        uses.reasons()
                .forEach((reason, count) -> out.append("| ")
                        .append(MarkdownText.escape(reason))
                        .append(" | ")
                        .append(count)
                        .append(" |\n"));
        return out.append('\n').toString();
    }

    private String credit(ReleaseLicense license) {
        var out =
                new StringBuilder("## Credit and licence\n\nIt learnt from, and was measured on, what these gave:\n\n");
        out.append(Credits.of(entries).table());
        out.append("\nThese records together may be passed on under ")
                .append(license.expression())
                .append(
                        ". Whether a model carries the licences of what it learnt from is not settled; who keeps to them");
        out.append(
                license.obligations().isEmpty()
                        ? " owes nothing here.\n\n"
                        : " does this: "
                                + String.join(", ", license.obligations().keySet()) + ".\n\n");
        return out.toString();
    }

    private static String verification() {
        return "## How to verify it\n\n"
                + "In a copy of the dataset, `commons verify DIR` checks the signature, every file, that the version is "
                + "there, and that the records follow from it; `commons train --replay DIR` trains again and compares "
                + "the weights. Without commons, `sha256sum` compares each file with `model-record.json`, and\n\n"
                + "```\nssh-keygen -Y verify -f allowed_signers -I HANDLE -n " + Namespace.MODEL.text()
                + " -s model-record.json.sig < model-record.json\n```\n";
    }
}
