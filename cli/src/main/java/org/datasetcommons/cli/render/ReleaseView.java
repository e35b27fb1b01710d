package org.datasetcommons.cli.render;

import java.util.List;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.usecase.ReleaseVersion;

/** What a release came to. */
public record ReleaseView(ReleaseVersion.Outcome outcome) implements View {
    @Override
    public FieldsBuilder json() {
        if (outcome instanceof ReleaseVersion.Outcome.Refused refused) {
            return Node.fields().put("findings", ReportView.findings(refused.report()));
        }
        var released = (ReleaseVersion.Outcome.Released) outcome;
        var release = released.release();
        var fields = Node.fields().put("version", release.version().text());
        if (released.tagged()) {
            fields.put("tag", release.version().tag());
        }
        released.commit().ifPresent(commit -> fields.put("commit", commit.hex()));
        return fields.put("records", release.records())
                .put("root", release.root().hex())
                .put("license", release.license().toString())
                .put("signatures", released.signatures())
                .put("needed", released.needed())
                .put("absent", released.absent())
                .put("left", released.left());
    }

    @Override
    public void text(Screen screen) {
        if (outcome instanceof ReleaseVersion.Outcome.Refused refused) {
            ReportView.show(screen, refused.report().findings());
            screen.line("not released");
            return;
        }
        var released = (ReleaseVersion.Outcome.Released) outcome;
        var release = released.release();
        screen.good(done(released) + " " + release.name() + " " + release.version());
        screen.table(List.of(
                Row.of("  records", Quantity.count(release.records())),
                Row.of("  size", Quantity.bytes(release.bytes())),
                Row.of("  licence", release.license().toString()),
                Row.of("  root", release.root().hex()),
                Row.of("  signatures", released.signatures() + " of " + released.needed())));
        if (!released.absent().isEmpty()) {
            screen.warn("the content of " + released.absent().get(0)
                    + (released.absent().size() == 1 ? "" : " and other files")
                    + " is not here, so nobody looked at it");
        }
        LeftAlone.show(screen, released.left());
        if (released.tagged()) {
            screen.line("tag " + release.version().tag() + "; publish it with `commons push`");
        } else if (released.commit().isPresent()) {
            screen.line("it is released when enough have signed: `commons release --cosign " + release.version() + "`");
        }
    }

    private static String done(ReleaseVersion.Outcome.Released released) {
        if (released.commit().isEmpty()) {
            return "would release";
        }
        return released.tagged() ? "released" : "signed";
    }

    @Override
    public boolean isYes() {
        return outcome instanceof ReleaseVersion.Outcome.Released;
    }
}
