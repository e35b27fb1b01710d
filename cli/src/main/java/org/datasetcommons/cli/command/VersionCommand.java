package org.datasetcommons.cli.command;

import org.datasetcommons.cli.Version;
import org.datasetcommons.cli.help.Example;
import org.datasetcommons.cli.render.View;
import org.datasetcommons.document.Node;
import picocli.CommandLine.Command;

/** {@code commons version}: which program this is and what runs it. */
@Command(name = "version", description = "tells which version this is and what it runs on")
@Example(line = "commons version", does = "prints the version of the program, of Java and of the system")
@Example(line = "commons version --json", does = "prints the same for a program to read")
public final class VersionCommand extends Verb {
    @Override
    protected View run() {
        String java = System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version");
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return View.of(
                Node.fields().put("version", Version.text()).put("java", java).put("system", system),
                screen -> screen.line("commons " + Version.text())
                        .line("java " + java)
                        .line("system " + system));
    }
}
