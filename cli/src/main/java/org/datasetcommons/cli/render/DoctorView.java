package org.datasetcommons.cli.render;

import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.usecase.DiagnoseDataset;

/** What was looked at, and what to do about it. */
public record DoctorView(DiagnoseDataset.Outcome outcome) implements View {
    @Override
    public boolean isYes() {
        return outcome.isWell();
    }

    @Override
    public FieldsBuilder json() {
        return Node.fields()
                .put(
                        "symptoms",
                        Node.items(outcome.symptoms().stream()
                                .map(symptom -> Node.fields()
                                        .put("subject", symptom.subject())
                                        .put("good", symptom.isGood())
                                        .put("text", symptom.text())
                                        .put("hints", symptom.hints())
                                        .build())
                                .toList()))
                .put("removed", outcome.removed());
    }

    @Override
    public void text(Screen screen) {
        outcome.removed().forEach(lock -> screen.good("removed " + lock));
        for (var symptom : outcome.symptoms()) {
            String line = symptom.subject() + ": " + symptom.text();
            if (symptom.isGood()) {
                screen.good(line);
            } else {
                screen.bad(line);
                symptom.hints().forEach(hint -> screen.line("  " + hint));
            }
        }
    }
}
