package org.datasetcommons.cli;

import static org.datasetcommons.CommonsException.invalid;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.datasetcommons.ShellWord;
import org.datasetcommons.dataset.Charter;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Spelling;
import org.datasetcommons.license.LicenseExpression;
import org.datasetcommons.license.LicensePolicy;
import org.datasetcommons.license.LicenseTexts;
import org.datasetcommons.usecase.InitDataset;

/** What {@code commons init} lays down; the files lie in {@code templates/} and travel in the program's jar. */
public final class Template {
    /** The kinds there are. */
    public static final List<String> KINDS = List.of("files", "table", "text", "images");

    private static final List<String> USUAL = List.of(
            "CC0-1.0",
            "PDDL-1.0",
            "CC-BY-4.0",
            "CC-BY-3.0",
            "CC-BY-SA-4.0",
            "CDLA-Permissive-2.0",
            "OGL-UK-3.0",
            "etalab-2.0",
            "MIT",
            "Apache-2.0");

    private final String kind;

    private Template(String kind) {
        this.kind = kind;
    }

    /** @throws org.datasetcommons.CommonsException if there is no such template */
    public static Template named(String kind) {
        if (!KINDS.contains(kind)) {
            var problem = invalid("no template '" + kind + "'").hint("there are: " + String.join(", ", KINDS));
            throw Spelling.nearest(kind, KINDS)
                    .map(near -> problem.hint("did you mean '" + near + "'?"))
                    .orElse(problem);
        }
        return new Template(kind);
    }

    /** Licences that a collection under this one can take in without a decision of anybody. */
    public static List<LicenseExpression> usualLicenses(LicenseExpression collection) {
        var policy = LicensePolicy.of(collection, List.of());
        var usual = new java.util.ArrayList<LicenseExpression>();
        usual.add(collection);
        for (String id : USUAL) {
            var license = LicenseExpression.parse(id);
            if (!license.equals(collection) && policy.refusal(license).isEmpty()) {
                // Share-alike changes what the whole may be released under: only where the collection says so itself.
                if (!id.contains("-SA-")) {
                    usual.add(license);
                }
            }
        }
        return usual;
    }

    /** The files of a new dataset, filled in: path to bytes. */
    public SortedMap<String, byte[]> files(
            String name, String title, LicenseExpression license, List<LicenseExpression> accept) {
        var values = new LinkedHashMap<String, String>();
        values.put("name", name);
        values.put("title", quoted(title));
        values.put("titleText", title);
        values.put("license", license.toString());
        values.put("example", ShellWord.of(Charter.usualLicense(license, accept)));
        values.put(
                "accept",
                String.join(
                        ", ", accept.stream().map(LicenseExpression::toString).toList()));
        var files = new TreeMap<String, byte[]>();
        for (String folder : List.of("every", kind)) {
            for (String path : list(folder)) {
                String text = new String(read(folder + "/" + path), StandardCharsets.UTF_8);
                files.put(destination(path), InitDataset.fill(text, values).getBytes(StandardCharsets.UTF_8));
            }
        }
        var ids = new TreeSet<String>(license.licenses());
        accept.forEach(expression -> ids.addAll(expression.licenses()));
        for (String id : ids) {
            LicenseTexts.find(id)
                    .ifPresent(text -> files.put("LICENSES/" + id + ".txt", text.getBytes(StandardCharsets.UTF_8)));
        }
        return files;
    }

    private static String quoted(String text) {
        var out = new StringBuilder();
        Json.writeString(text, out);
        return out.toString();
    }

    /** A name that begins with {@code dot-} stands for a file that begins with a dot. */
    private static String destination(String path) {
        return path.replaceAll("(^|/)dot-", "$1.");
    }

    private static List<String> list(String folder) {
        return new String(read(folder + "/FILES"), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static byte[] read(String resource) {
        try (InputStream in = Template.class.getResourceAsStream("/templates/" + resource)) {
            if (in == null) {
                throw new IllegalStateException("the program lacks its template " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
