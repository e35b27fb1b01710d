package org.datasetcommons.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.datasetcommons.CommonsException;
import org.datasetcommons.cli.render.Printable;
import org.datasetcommons.cli.render.Style;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import picocli.CommandLine.ParameterException;

/** Tells a person, or a program, what went wrong and what to do next, and decides on the exit status. */
final class FailureHandler {
    /** What is told: the problem, what led to it where that says more, and next steps. */
    record Failure(ExitStatus status, String problem, List<String> causes, List<String> hints) {}

    /** What a system says of a disk, and what then helps. */
    private record DiskTrouble(String reason, String hint) {}

    private static final List<DiskTrouble> DISK_TROUBLE = List.of(
            new DiskTrouble("No space left on device", "make space on the disk, and run it again"),
            new DiskTrouble("Disk quota exceeded", "make space on the disk, and run it again"),
            new DiskTrouble(
                    "Input/output error",
                    "the disk may be failing: run it again, and see what is whole: `commons fsck`"),
            new DiskTrouble("Read-only file system", "work in a copy that can be written: `commons clone`"));

    /** Servers say this, too, so that whoever met it may know better. */
    private static final DiskTrouble PERMISSION =
            new DiskTrouble("ermission denied", "see to whom it belongs and who may write to it, and run it again");

    private final CommonsCommand globals;
    private final boolean json;
    private final boolean stackTrace;

    FailureHandler(CommonsCommand globals, boolean json, boolean stackTrace) {
        this.globals = globals;
        this.json = json;
        this.stackTrace = stackTrace;
    }

    ExitStatus handle(Throwable thrown, VerbCatalog catalog) {
        Failure failure = failure(thrown, catalog);
        tell(failure);
        if (stackTrace) {
            var trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace, true));
            trace.toString().lines().forEach(line -> globals.tell(Printable.text(line.replace("\t", "    "))));
        }
        return failure.status();
    }

    void tell(Failure failure) {
        if (json) {
            var object = Node.fields()
                    .put("code", failure.status().code())
                    .put("kind", failure.status().word())
                    .put("problem", failure.problem())
                    .putUnlessEmpty("causes", failure.causes())
                    .put("hints", failure.hints());
            globals.tell(Printable.json(Json.line(object.build())));
            return;
        }
        globals.tell(Style.BAD, "error:", Printable.text(failure.problem()));
        failure.causes().forEach(cause -> globals.tell(Style.DIM, "caused by:", Printable.text(cause)));
        failure.hints().forEach(hint -> globals.tell(Style.GOOD, "hint:", Printable.text(hint)));
    }

    private Failure failure(Throwable thrown, VerbCatalog catalog) {
        if (thrown instanceof CommonsException known && known.isAfterwards()) {
            // What helps against the cause would have it done twice.
            var then = failure(known.getCause(), catalog);
            var causes = new ArrayList<>(List.of(then.problem()));
            causes.addAll(then.causes());
            return new Failure(then.status(), known.getMessage(), causes, known.hints());
        }
        if (thrown instanceof CommonsException known) {
            // Whoever failed by the disk may have thought of other reasons, as of an address that is wrong.
            boolean isPlain =
                    known.hints().isEmpty() || hint(known, DISK_TROUBLE).isPresent();
            return new Failure(
                    ExitStatus.of(known.kind()),
                    known.getMessage(),
                    causes(known),
                    isPlain ? hints(known) : known.hints());
        }
        if (thrown instanceof ParameterException wrong) {
            return UsageError.of(wrong, catalog);
        }
        if (thrown instanceof UncheckedIOException wrapped) {
            return failure(wrapped.getCause(), catalog);
        }
        if (thrown instanceof NoSuchFileException missing) {
            return new Failure(ExitStatus.PRECONDITION, "no such file: " + missing.getFile(), List.of(), List.of());
        }
        if (thrown instanceof IOException trouble) {
            return new Failure(ExitStatus.ENVIRONMENT, told(trouble), causes(trouble), hints(trouble));
        }
        if (thrown instanceof CancellationException || thrown instanceof InterruptedException) {
            return thrown.getMessage() == null
                    ? new Failure(
                            ExitStatus.CANCELLED, "interrupted", List.of(), List.of("run it again and it goes on"))
                    : new Failure(ExitStatus.CANCELLED, thrown.getMessage(), List.of(), List.of());
        }
        if (thrown instanceof OutOfMemoryError || Wiring.isOutOfMemory(thrown)) {
            return new Failure(
                    ExitStatus.ENVIRONMENT,
                    "out of memory: Java may take no more than "
                            + (Runtime.getRuntime().maxMemory() >> 20) + " MiB for this",
                    List.of(),
                    List.of(
                            "allow more, as `COMMONS_JAVA_OPTS=-Xmx8g commons …`",
                            "or do less at once: `commons add` needs less for a folder after the other"));
        }
        return new Failure(
                ExitStatus.INTERNAL,
                "internal error, this is a bug: " + thrown,
                causes(thrown),
                stackTrace
                        ? List.of("report it together with the lines below")
                        : List.of("run it again with --stacktrace and report what it prints"));
    }

    /** {@link FileSystemException} says only the path where the reason is in its class. */
    private static String told(Throwable trouble) {
        if (trouble instanceof AccessDeniedException denied) {
            return "permission denied: " + denied.getFile();
        }
        if (trouble instanceof FileAlreadyExistsException exists) {
            return "file exists already: " + exists.getFile();
        }
        return trouble.getMessage() == null ? "input or output failed: " + trouble : trouble.getMessage();
    }

    /** What to do about trouble with a disk, by what the system calls it; nobody else is closer to it than the person is. */
    private static List<String> hints(Throwable thrown) {
        return hint(thrown, DISK_TROUBLE)
                .or(() -> hint(thrown, List.of(PERMISSION)))
                .map(List::of)
                .orElse(List.of());
    }

    private static Optional<String> hint(Throwable thrown, List<DiskTrouble> troubles) {
        String said = told(thrown) + "\n" + String.join("\n", causes(thrown));
        return troubles.stream()
                .filter(trouble -> said.contains(trouble.reason()))
                .map(DiskTrouble::hint)
                .findFirst();
    }

    /** The messages below this one, as far as each says something that is not said already. */
    private static List<String> causes(Throwable thrown) {
        var causes = new ArrayList<String>();
        String said = String.valueOf(thrown.getMessage());
        var seen = new ArrayList<Throwable>(List.of(thrown));
        for (Throwable cause = thrown.getCause(); cause != null && !seen.contains(cause); cause = cause.getCause()) {
            seen.add(cause);
            String message = cause instanceof IOException ? told(cause) : cause.getMessage();
            if (message != null && !message.isBlank() && !said.contains(message)) {
                causes.add(message);
                said += "\n" + message;
            }
        }
        return List.copyOf(causes);
    }
}
