package org.datasetcommons.interop;

import java.nio.charset.StandardCharsets;
import org.datasetcommons.release.Release;
import org.datasetcommons.version.Version;

/** Who is to be credited for what, under which licence: what CC BY 4.0 section 3(a)(1) asks for, in one page. */
final class Attribution {
    private final Version version;
    private final Release release;

    Attribution(Version version, Release release) {
        this.version = version;
        this.release = release;
    }

    byte[] bytes() {
        return ("# Attribution\n\n"
                        + MarkdownText.escape(version.charter().title())
                        + ", version "
                        + release.version()
                        + ", is made of what these people gave. Whoever passes it on keeps this page with it.\n\n"
                        + Credits.of(version.coverage().manifest()).table()
                        + "\nThe whole is licensed under "
                        + Credits.link(release.license())
                        + "; the texts are in `LICENSES/`.\n")
                .getBytes(StandardCharsets.UTF_8);
    }
}
