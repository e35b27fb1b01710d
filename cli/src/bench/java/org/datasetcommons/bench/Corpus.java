package org.datasetcommons.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Files to measure with, the same bytes for the same name on every machine.
 *
 * @param files how many
 * @param folders in how many folders they lie
 * @param least bytes of a file
 * @param most bytes of a file
 * @param text whether they are prose, which shrinks when packed; else noise, which does not
 */
record Corpus(String name, int files, int folders, long least, long most, boolean text) {
    private static final long SEED = 20_261_122;
    private static final int SENTENCES = 20_000;
    private static final String[] SYLLABLES =
            ("ba be bi bo ca ce co da de di do fa fi fo ga ge go ha he hi la le li lo ma me mi mo na ne ni no pa pe po ra re"
                            + " ri ro sa se si so ta te ti to va ve vi vo an en in on ar er or al el il st tr pr br")
                    .split(" ");
    private static final String[] COMMON =
            ("the of and to in a is that for it as was with be by on not he his but at are this have from or had an which you"
                            + " they were all one we can her has there been if more when will would who so no")
                    .split(" ");

    static final Corpus SMALL_100K = new Corpus("s100k", 100_000, 1_000, 1 << 10, 20 << 10, true);
    static final Corpus SMALL_10K = new Corpus("s10k", 10_000, 100, 1 << 10, 20 << 10, true);
    static final Corpus MEDIUM = new Corpus("m1k", 1_080, 20, 200 << 10, 2 << 20, false);
    static final Corpus LARGE = new Corpus("l1", 1, 1, 2L << 30, 2L << 30, false);
    static final Corpus BASE = new Corpus("base", 2_000, 20, 1 << 10, 20 << 10, true);

    /** Lays the files down below a folder, unless they are there. */
    void make(Path folder) throws IOException {
        Path done = folder.resolveSibling(folder.getFileName() + ".done");
        if (Files.exists(done)) {
            return;
        }
        var random = new SplittableRandom(SEED);
        List<String> prose = text ? sentences(random) : List.of();
        int each = (files + folders - 1) / folders;
        for (int i = 0; i < files; i++) {
            Path parent = folder.resolve(String.format(Locale.ROOT, "d%04d", i / each));
            Files.createDirectories(parent);
            Path file = parent.resolve(String.format(Locale.ROOT, text ? "article-%06d.txt" : "image-%05d.bin", i));
            write(file, random.split(), prose, "# Article " + i + "\n\n");
        }
        Files.createFile(done);
    }

    /** More files, like none of the corpus nor of another number. */
    void makeMore(Path folder, int number, int count) throws IOException {
        var random = new SplittableRandom(SEED + 1 + number);
        var prose = sentences(new SplittableRandom(SEED));
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            Path file = folder.resolve(String.format(Locale.ROOT, "more-%03d-%03d.txt", number, i));
            write(file, random.split(), prose, "# More " + number + " " + i + "\n\n");
        }
    }

    /**
     * Changes one file in a hundred, as people do: of ten that change, eight are written anew, one goes and one comes. A file
     * is replaced, as the save of an editor does, and never written through a link.
     */
    void change(Path folder) throws IOException {
        List<Path> paths;
        try (var walk = Files.walk(folder)) {
            paths = walk.filter(Files::isRegularFile).sorted().toList();
        }
        var random = new SplittableRandom(SEED + files);
        var prose = sentences(new SplittableRandom(SEED));
        for (int k = 0; k * 100 + 37 < paths.size(); k++) {
            Path path = paths.get(k * 100 + 37);
            if (k % 10 != 9) {
                Files.delete(path);
            }
            if (k % 10 == 9) {
                path = path.resolveSibling(path.getFileName() + ".new");
            }
            if (k % 10 != 8) {
                write(path, random.split(), prose, "# Changed " + k + "\n\n");
            }
        }
    }

    private void write(Path file, SplittableRandom random, List<String> prose, String title) throws IOException {
        long size = least == most ? least : random.nextLong(least, most);
        try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            if (text) {
                writeText(out, random, prose, title, size);
            } else {
                writeNoise(out, random, size);
            }
        }
    }

    private static void writeText(
            OutputStream out, SplittableRandom random, List<String> prose, String title, long size) throws IOException {
        String next = title;
        for (long left = size; left > 0; ) {
            byte[] bytes = next.getBytes(StandardCharsets.US_ASCII);
            int length = (int) Math.min(left, bytes.length);
            out.write(bytes, 0, length);
            left -= length;
            // A word of its own keeps a file from being a mere copy of sentences.
            next = Integer.toHexString(random.nextInt()) + " " + prose.get(random.nextInt(prose.size()));
        }
    }

    private static void writeNoise(OutputStream out, SplittableRandom random, long size) throws IOException {
        byte[] block = new byte[1 << 16];
        for (long left = size; left > 0; left -= block.length) {
            random.nextBytes(block);
            out.write(block, 0, (int) Math.min(left, block.length));
        }
    }

    private static List<String> sentences(SplittableRandom random) {
        var words = new ArrayList<String>();
        for (int i = 0; i < SENTENCES; i++) {
            var word = new StringBuilder();
            for (int k = 1 + random.nextInt(4); k >= 0; k--) {
                word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
            }
            words.add(word.toString());
        }
        var sentences = new ArrayList<String>();
        for (int i = 0; i < SENTENCES; i++) {
            var sentence = new StringBuilder();
            for (int k = 6 + random.nextInt(18); k > 0; k--) {
                boolean common = random.nextInt(100) < 42;
                sentence.append(
                                common
                                        ? COMMON[random.nextInt(COMMON.length)]
                                        : words.get(random.nextInt(words.size())))
                        .append(k == 1 ? ".\n" : " ");
            }
            sentences.add(sentence.toString());
        }
        return sentences;
    }
}
