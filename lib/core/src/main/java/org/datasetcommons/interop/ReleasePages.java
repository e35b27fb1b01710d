package org.datasetcommons.interop;

import java.io.OutputStream;
import java.util.SortedMap;
import java.util.TreeMap;
import org.datasetcommons.document.Json;
import org.datasetcommons.release.Release;
import org.datasetcommons.release.VersionNumber;
import org.datasetcommons.version.Version;

/** All files that a release writes for people and programs that do not have this tool. */
public final class ReleasePages {
    private final Version version;
    private final Release release;

    public ReleasePages(Version version, Release release) {
        this.version = version;
        this.release = release;
    }

    /** Where a release lists its content files. */
    public static String checksumsFile(VersionNumber version) {
        return version.folder() + "/SHA256SUMS";
    }

    /**
     * Writes the content files of a version as {@code sha256sum -c} reads them; they may be more than memory holds.
     *
     * @return how many there are
     */
    public static long writeChecksums(Version version, OutputStream out) {
        return Checksums.write(version, out);
    }

    /** Path in the repository to bytes, of all but the checksums. */
    public SortedMap<String, byte[]> files() {
        var files = new TreeMap<String, byte[]>();
        String folder = release.version().folder();
        files.put("croissant.json", Json.pretty(new Croissant(version, release).document()));
        files.put(folder + "/bom.json", Json.pretty(new BillOfMaterials(version, release).document()));
        files.put(folder + "/ATTRIBUTION.md", new Attribution(version, release).bytes());
        files.put(DatasetCard.FILE, new DatasetCard(version, release).bytes());
        return files;
    }
}
