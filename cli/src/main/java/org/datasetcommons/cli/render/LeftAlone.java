package org.datasetcommons.cli.render;

import java.util.List;
import org.datasetcommons.ShellWord;

/** Files of the work tree that a command did not bring along, because somebody had changed them. */
final class LeftAlone {
    private LeftAlone() {}

    static void show(Screen screen, List<String> files) {
        files.forEach(file -> screen.warn(file + " was changed here and is left as it is; `git diff "
                + ShellWord.of(file) + "` shows how it differs"));
    }
}
