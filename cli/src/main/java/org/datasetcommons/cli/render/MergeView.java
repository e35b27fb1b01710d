package org.datasetcommons.cli.render;

import java.util.List;
import java.util.stream.Stream;
import org.datasetcommons.check.Finding;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.merge.Conflict;
import org.datasetcommons.merge.Settlement;
import org.datasetcommons.usecase.MergeContribution;

/** What a merge came to. */
public record MergeView(MergeContribution.Outcome outcome) implements View {
    private static final int SHOWN = 10;

    @Override
    public FieldsBuilder json() {
        var fields = Node.fields().put("outcome", outcome.word());
        if (outcome instanceof MergeContribution.Outcome.Merged merged) {
            merged.commit().ifPresent(commit -> fields.put("commit", commit.hex()));
            fields.put(
                    "contributions",
                    merged.contributions().stream().map(Object::toString).toList());
            fields.put(
                            "settled",
                            Node.items(merged.settled().stream()
                                    .map(Conflict.Settled::toNode)
                                    .toList()))
                    .put("left", merged.left())
                    .put("findings", ReportView.findings(merged.report()));
        }
        if (outcome instanceof MergeContribution.Outcome.Conflicted conflicted) {
            fields.put("conflicts", conflicts(conflicted.conflicts()));
        } else {
            fields.put("conflicts", List.of());
        }
        if (outcome instanceof MergeContribution.Outcome.Refused refused) {
            fields.put("findings", ReportView.findings(refused.report()));
        }
        if (outcome instanceof MergeContribution.Outcome.UpToDate upToDate) {
            fields.put("findings", ReportView.findings(upToDate.report()));
        }
        return fields;
    }

    private static Node conflicts(List<Conflict> conflicts) {
        return Node.items(conflicts.stream().map(Conflict::toNode).toList());
    }

    @Override
    public void text(Screen screen) {
        if (outcome instanceof MergeContribution.Outcome.Merged merged) {
            merged.settled()
                    .forEach(settled ->
                            screen.warn("settled " + settled.conflict().subject() + ", " + settled.how() + ": "
                                    + settled.conflict().message()));
            var findings = merged.report().findings();
            // What decides, and what goes, is told first: any number of other findings could be brought to hide it
            // behind.
            Stream.concat(
                            findings.stream().filter(MergeView::isToldFirst),
                            findings.stream().filter(finding -> !isToldFirst(finding)))
                    .limit(SHOWN)
                    .forEach(finding -> {
                        String text = finding.subject().name() + ": " + finding.message();
                        if (finding.severity() == Finding.Severity.NOTE) {
                            screen.note(text);
                        } else {
                            screen.warn(text);
                        }
                    });
            if (findings.size() > SHOWN) {
                screen.note("and " + Quantity.count(findings.size() - SHOWN) + " more; --json lists all");
            }
            String what = Quantity.count(merged.contributions().size())
                    + (merged.contributions().size() == 1 ? " contribution" : " contributions") + ", "
                    + Quantity.count(merged.records(), "record", "records");
            if (merged.commit().isPresent()) {
                screen.good("merged " + what + " as " + merged.commit().get().abbreviated());
            } else {
                screen.good("would merge " + what);
            }
            LeftAlone.show(screen, merged.left());
        } else if (outcome instanceof MergeContribution.Outcome.Conflicted conflicted) {
            conflicted.conflicts().forEach(conflict -> screen.bad(conflict.subject() + ": " + conflict.message()));
            screen.line(Quantity.count(conflicted.conflicts().size(), "conflict", "conflicts") + "; nothing was merged"
                    + advice(conflicted.conflicts()));
        } else if (outcome instanceof MergeContribution.Outcome.Refused refused) {
            ReportView.show(screen, refused.report().findings());
            screen.line("not merged");
        } else if (outcome instanceof MergeContribution.Outcome.UpToDate upToDate) {
            ReportView.show(screen, upToDate.report().findings());
            screen.line("already merged");
        }
    }

    private static boolean isToldFirst(Finding finding) {
        return finding.rule().equals("protected") || finding.rule().equals("replaced");
    }

    private static String advice(List<Conflict> conflicts) {
        var choices = conflicts.stream()
                .flatMap(conflict -> conflict.choices().stream())
                .distinct()
                .sorted()
                .map(Settlement::toString)
                .toList();
        return choices.isEmpty() ? "" : ". Settle with --on-conflict " + String.join(", ", choices) + " or ask";
    }

    @Override
    public boolean isYes() {
        return outcome instanceof MergeContribution.Outcome.Merged
                || outcome instanceof MergeContribution.Outcome.UpToDate;
    }
}
