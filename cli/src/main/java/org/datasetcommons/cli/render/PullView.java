package org.datasetcommons.cli.render;

import java.util.Locale;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.usecase.PullDataset;
import org.datasetcommons.usecase.PullDataset.Position;

/** What a pull brought. */
public record PullView(PullDataset.Outcome outcome, boolean dryRun) implements View {
    @Override
    public FieldsBuilder json() {
        var fields = Node.fields()
                .put("position", outcome.position().name().toLowerCase(Locale.ROOT))
                .put("upstream", outcome.upstream())
                .put("before", outcome.before().hex())
                .put("commit", outcome.version().commit().hex())
                .put("commits", outcome.commits())
                .put("left", outcome.left())
                .put("movedTags", outcome.movedTags());
        new RefusedRefs(outcome.refused()).in(fields);
        return new DeliveryView(outcome.content()).in(fields).put("dryRun", dryRun);
    }

    @Override
    public void text(Screen screen) {
        var delivery = new DeliveryView(outcome.content());
        if (outcome.position() == Position.FORWARDED) {
            screen.good((dryRun ? "would bring " : "brought ")
                    + Quantity.count(outcome.commits(), "commit", "commits") + " of " + outcome.upstream()
                    + ", now at " + outcome.version().commit().abbreviated());
        } else if (outcome.position() == Position.AHEAD) {
            screen.line("this branch has what " + outcome.upstream() + " lacks; `commons push` brings it there");
        } else {
            screen.line("up to date with " + outcome.upstream());
        }
        if (outcome.content().objects() > 0) {
            screen.good("fetched " + delivery.amount());
        }
        delivery.text(screen);
        outcome.left().forEach(path -> screen.warn(path + " was changed here and is left as it is"));
        outcome.movedTags()
                .forEach(tag -> screen.warn("tag " + tag
                        + " is another at the remote than here; tags should never move, so ask the maintainers why"));
        new RefusedRefs(outcome.refused()).text(screen);
    }
}
