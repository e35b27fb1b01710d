package org.datasetcommons.interop;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import org.datasetcommons.document.Node;
import org.datasetcommons.release.Release;
import org.datasetcommons.version.Version;

/** A release as a CycloneDX 1.6 bill of materials with one component of type {@code data}. */
final class BillOfMaterials {
    private final Version version;
    private final Release release;

    BillOfMaterials(Version version, Release release) {
        this.version = version;
        this.release = release;
    }

    Node.Fields document() {
        var stewards = version.root().role(org.datasetcommons.governance.TrustRoot.Role.MAINTAIN).holders().stream()
                .map(holder -> version.contributors().get(holder.person()).name())
                .sorted()
                .map(name -> Node.fields()
                        .put("contact", Node.fields().put("name", name))
                        .build())
                .toList();
        var component = Node.fields()
                .put("type", "data")
                .put("bom-ref", "dataset")
                .put("name", version.charter().name())
                .put("version", release.version().text())
                .put("description", version.charter().title())
                .put(
                        "hashes",
                        Node.items(List.of(Node.fields()
                                .put("alg", "SHA-256")
                                .put("content", release.manifest().hex())
                                .build())))
                .put(
                        "licenses",
                        Node.items(List.of(Node.fields()
                                .put("expression", release.license().toString())
                                .build())))
                .put(
                        "data",
                        Node.items(List.of(Node.fields()
                                .put("type", "dataset")
                                .put("name", version.charter().name())
                                .put("governance", Node.fields().put("stewards", Node.items(stewards)))
                                .build())))
                .build();
        return Node.fields()
                .put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json")
                .put("bomFormat", "CycloneDX")
                .put("specVersion", "1.6")
                .put("serialNumber", "urn:uuid:" + serialNumber())
                .put("version", 1)
                .put(
                        "metadata",
                        Node.fields().put("timestamp", release.created().toString()))
                .put("components", Node.items(List.of(component)))
                .build();
    }

    /** A version 8 UUID (RFC 9562 section 5.8) made of the manifest's digest: the same release, the same number. */
    private UUID serialNumber() {
        var digest = ByteBuffer.wrap(release.manifest().raw());
        long high = digest.getLong() & ~0xF000L | 0x8000L;
        long low = digest.getLong() & 0x3FFFFFFFFFFFFFFFL | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
