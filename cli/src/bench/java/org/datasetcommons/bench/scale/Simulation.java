package org.datasetcommons.bench.scale;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * A dataset of as many records as one likes, without their content: pointers, lists of records and signed statements, which
 * are handed to git in bulk. Nobody needs a disk for ten million files to see what they cost.
 */
final class Simulation {
    private static final int IN_FOLDER = 1000;
    private static final int SIZE = 20_000;

    private final Path folder;
    private final Path key;
    private final Commands commands;
    private final MessageDigest sha256;

    Simulation(Path folder, Path key, Commands commands) {
        this.folder = folder;
        this.key = key;
        this.commands = commands;
        try {
            this.sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Adds records on a branch, some for each contribution, one commit each.
     *
     * @param first the number of the first record
     */
    void grow(String branch, String from, long first, long records, int each) throws IOException, InterruptedException {
        var importing = new ProcessBuilder("git", "fast-import", "--quiet", "--depth=0", "--force");
        var git = commands.start(folder, importing);
        try (var out = new BufferedOutputStream(git.getOutputStream(), 1 << 20)) {
            for (long at = first; at < first + records; at += each) {
                commit(out, branch, at == first ? from + "^0" : "", at, Math.min(each, first + records - at));
            }
        }
        if (git.waitFor() != 0) {
            throw new IOException("git fast-import failed");
        }
    }

    private void commit(OutputStream out, String branch, String from, long first, long records)
            throws IOException, InterruptedException {
        String id = String.format(Locale.ROOT, "2026-11-22-bench-%08x", first);
        var list = new ByteArrayOutputStream();
        var tree = new Leaves();
        var files = new StringBuilder();
        for (long i = first; i < first + records; i++) {
            String path = String.format(
                    Locale.ROOT, "data/%04d/%04d/%012d.txt", i / IN_FOLDER / IN_FOLDER, i / IN_FOLDER % IN_FOLDER, i);
            String digest = hex(sha256.digest(("record " + i).getBytes(StandardCharsets.UTF_8)));
            byte[] line = ("{\"path\":\"" + path + "\",\"sha256\":\"" + digest + "\",\"size\":" + SIZE
                            + ",\"type\":\"text/plain\"}")
                    .getBytes(StandardCharsets.UTF_8);
            tree.add(line);
            list.write(line);
            list.write('\n');
            String pointer =
                    "version https://git-lfs.github.com/spec/v1\noid sha256:" + digest + "\nsize " + SIZE + "\n";
            files.append("M 100644 inline ").append(path).append('\n');
            files.append("data ")
                    .append(pointer.length())
                    .append('\n')
                    .append(pointer)
                    .append('\n');
        }
        byte[] statement = statement(id, list.toByteArray(), records, tree.root());
        String message = "Contribute " + records + " records\n\nContribution: " + id + "\n";
        write(
                out,
                "commit refs/heads/" + branch + "\ncommitter Bench <bench@example.org> " + (1_795_348_800 + first)
                        + " +0000\ndata " + message.length() + "\n" + message + "\n");
        if (!from.isEmpty()) {
            write(out, "from " + from + "\n");
        }
        write(out, files.toString());
        String contribution = "contributions/" + id + "/";
        file(out, contribution + "contribution.json", statement);
        file(out, contribution + "contribution.json.sig", signature(statement));
        file(out, contribution + "records-00001.jsonl", list.toByteArray());
    }

    private static void file(OutputStream out, String path, byte[] bytes) throws IOException {
        write(out, "M 100644 inline " + path + "\ndata " + bytes.length + "\n");
        out.write(bytes);
        out.write('\n');
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] statement(String id, byte[] list, long records, String root) throws IOException {
        String publicKey =
                Files.readString(key.resolveSibling(key.getFileName() + ".pub")).strip();
        String[] words = publicKey.split(" ");
        return ("""
                {
                  "_type": "https://in-toto.io/Statement/v1",
                  "subject": [
                    {
                      "name": "contributions/%s/records-00001.jsonl",
                      "digest": {
                        "sha256": "%s"
                      }
                    }
                  ],
                  "predicateType": "https://datasetcommons.org/contribution/v1",
                  "predicate": {
                    "dataset": "%s",
                    "id": "%s",
                    "contributor": "bench",
                    "key": "%s",
                    "terms": {
                      "license": "CC0-1.0",
                      "source": "simulated",
                      "basis": "author",
                      "credit": "Bench"
                    },
                    "consent": {
                      "allow": [
                        "train"
                      ],
                      "deny": []
                    },
                    "records": {
                      "count": %d,
                      "bytes": %d,
                      "root": "%s"
                    },
                    "created": "%s"
                  }
                }
                """)
                .formatted(
                        id,
                        hex(sha256.digest(list)),
                        hex(sha256.digest(Files.readAllBytes(folder.resolve("trust/1.root.json")))),
                        id,
                        words[0] + " " + words[1],
                        records,
                        records * SIZE,
                        root,
                        commands.now())
                .getBytes(StandardCharsets.UTF_8);
    }

    private byte[] signature(byte[] statement) throws IOException, InterruptedException {
        var signing = commands.start(
                folder,
                new ProcessBuilder(
                        "ssh-keygen",
                        "-q",
                        "-Y",
                        "sign",
                        "-f",
                        key.toString(),
                        "-n",
                        "contribution@datasetcommons.org"));
        try (var in = signing.getOutputStream()) {
            in.write(statement);
        }
        byte[] signature = signing.getInputStream().readAllBytes();
        if (signing.waitFor() != 0) {
            throw new IOException("ssh-keygen cannot sign");
        }
        return signature;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** The root of RFC 6962, section 2.1. */
    private final class Leaves {
        private final List<byte[]> edge = new ArrayList<>();
        private final List<Long> sizes = new ArrayList<>();

        void add(byte[] line) {
            sha256.update((byte) 0);
            byte[] hash = sha256.digest(line);
            long size = 1;
            while (!sizes.isEmpty() && sizes.get(sizes.size() - 1) == size) {
                hash = node(edge.remove(edge.size() - 1), hash);
                size += sizes.remove(sizes.size() - 1);
            }
            edge.add(hash);
            sizes.add(size);
        }

        private byte[] node(byte[] left, byte[] right) {
            sha256.update((byte) 1);
            sha256.update(left);
            return sha256.digest(right);
        }

        String root() {
            byte[] hash = edge.get(edge.size() - 1);
            for (int i = edge.size() - 2; i >= 0; i--) {
                hash = node(edge.get(i), hash);
            }
            return hex(hash);
        }
    }
}
