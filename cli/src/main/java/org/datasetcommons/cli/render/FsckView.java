package org.datasetcommons.cli.render;

import org.datasetcommons.ShellWord;
import org.datasetcommons.document.FieldsBuilder;
import org.datasetcommons.document.Node;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.usecase.FsckDataset;
import org.datasetcommons.usecase.FsckDataset.Damage;

/**
 * What is damaged, and what became of it.
 *
 * @param repaired whether that was to be mended
 */
public record FsckView(FsckDataset.Outcome outcome, boolean repaired) implements View {
    @Override
    public boolean isYes() {
        return outcome.isSound();
    }

    @Override
    public FieldsBuilder json() {
        return Node.fields()
                .put("sound", outcome.isSound())
                .put(
                        "damages",
                        Node.items(outcome.damages().stream()
                                .map(damage -> Node.fields()
                                        .put("place", damage.place())
                                        .putIfPresent("path", damage.path())
                                        .put("problem", damage.problem())
                                        .put("needed", damage.needed())
                                        .putIfPresent("cure", damage.cure())
                                        .build())
                                .toList()))
                .put("objects", outcome.objects())
                .put("contents", outcome.contents())
                .put("bytes", outcome.bytes())
                .put("absent", outcome.absent())
                .put("unread", outcome.unread())
                .putIfPresent("aside", outcome.aside().map(Object::toString))
                .putIfPresent("trouble", outcome.trouble());
    }

    @Override
    public void text(Screen screen) {
        outcome.damages().forEach(damage -> show(damage, screen));
        String read = Quantity.count(outcome.objects(), "git object", "git objects") + ", "
                + Quantity.count(outcome.contents(), "content file", "content files") + ", "
                + Quantity.bytes(outcome.bytes());
        if (outcome.isSound()) {
            screen.good("sound: " + read);
        } else {
            screen.bad("damaged: " + Quantity.count(outcome.damages().size(), "place", "places") + "; read " + read);
        }
        boolean mendable = !outcome.isSound() && outcome.damages().stream().anyMatch(Damage::mendable);
        if (mendable && !repaired) {
            screen.note("mend it: `commons fsck --repair`");
        } else if (mendable) {
            screen.note(
                    "who else has it? name another remote, `commons fsck --repair REMOTE`, or for content a place, --from");
        }
        if (!outcome.damages().stream().allMatch(Damage::mendable)) {
            screen.note(
                    "what git would not write is there as it was made: have its commit made anew, and delete what leads"
                            + " to this one");
        }
        outcome.unread()
                .forEach(index -> screen.note(index
                        + " is split or sparse, which only git can read; what is staged there was not looked at"));
        if (repaired) {
            outcome.damages().stream()
                    .flatMap(damage -> damage.lostStaged().stream())
                    .forEach(path -> screen.note(
                            "to give up what is only staged: `git restore --staged " + ShellWord.of(path) + "`"));
        }
        if (outcome.absent() > 0) {
            screen.note(Quantity.count(outcome.absent(), "content file", "content files")
                    + " of this version not here; " + ObjectStore.HOW_TO_FETCH);
        }
        outcome.trouble().ifPresent(screen::warn);
        outcome.aside().ifPresent(folder -> screen.note("damaged bytes were set aside to " + folder));
    }

    private void show(Damage damage, Screen screen) {
        String line = damage.path().map(path -> path + ": ").orElse("") + damage.problem() + " (" + damage.place()
                + (damage.needed() || !outcome.isComplete() ? "" : ", which nothing needs") + ")";
        if (damage.cure().isPresent()) {
            screen.good(line
                    + (damage.needed() ? ", repaired: " : ", set aside: ")
                    + damage.cure().get());
        } else {
            screen.bad(line);
        }
    }
}
