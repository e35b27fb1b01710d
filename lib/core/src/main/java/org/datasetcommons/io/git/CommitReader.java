package org.datasetcommons.io.git;

import static org.datasetcommons.CommonsException.environment;
import static org.datasetcommons.CommonsException.invalid;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.datasetcommons.CommonsException;
import org.datasetcommons.history.Commit;
import org.datasetcommons.history.CommitId;
import org.datasetcommons.history.Person;
import org.datasetcommons.history.Repository.Tag;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;

/** Takes commits and tags apart: what they say, the bytes that were signed, and the signature. */
final class CommitReader {
    private static final byte[] SIGNATURE_HEADER = "gpgsig ".getBytes(StandardCharsets.US_ASCII);
    private static final String ARMOR = "-----BEGIN SSH SIGNATURE-----\n";

    private CommitReader() {}

    static Commit commit(RevWalk walk, ObjectId id) {
        try {
            RevCommit commit = walk.parseCommit(id);
            walk.parseBody(commit);
            byte[] raw = commit.getRawBuffer();
            requireForm(id, raw);
            var payload = new ByteArrayOutputStream(raw.length);
            var signature = new ByteArrayOutputStream();
            split(raw, payload, signature);
            var author = person(id, commit.getAuthorIdent());
            return new Commit(
                    new CommitId(commit.name()),
                    Arrays.stream(commit.getParents())
                            .map(parent -> new CommitId(parent.name()))
                            .toList(),
                    new Person(author.getName(), author.getEmailAddress()),
                    findDate(commit).orElseThrow(() -> malformed(id, "it does not say when it was made")),
                    commit.getFullMessage(),
                    Commit.Payload.of(payload.toByteArray()),
                    signature.size() == 0 ? Optional.empty() : Optional.of(Commit.Payload.of(signature.toByteArray())));
        } catch (IOException e) {
            throw environment("cannot read commit " + id.name(), e);
        }
    }

    /** When a commit says it was made, if that is a time. */
    static Optional<Instant> findDate(RevCommit commit) {
        try {
            return Optional.ofNullable(commit.getCommitterIdent()).map(PersonIdent::getWhenAsInstant);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** A commit of the history, in which there may be what nobody can read, and so nobody signed. */
    static Optional<Commit> find(Repository git, ObjectId id) {
        try (var walk = new RevWalk(git)) {
            return Optional.of(commit(walk, id));
        } catch (CommonsException e) {
            if (e.kind() == CommonsException.Kind.INVALID_INPUT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * A signature holds wherever in the header it stands, and parents that do not stand where git writes them are none:
     * what is read has to be what was signed.
     */
    private static void requireForm(ObjectId id, byte[] raw) {
        try {
            new ObjectChecker().setAllowInvalidPersonIdent(true).checkCommit(raw);
        } catch (CorruptObjectException e) {
            throw malformed(id, e.getMessage());
        }
    }

    private static CommonsException malformed(ObjectId id, String problem) {
        return invalid("commit " + id.name() + " is not as git would write it: " + problem)
                .hint("have whoever made it make it anew with git");
    }

    private static PersonIdent person(ObjectId id, PersonIdent person) {
        if (person == null) {
            throw malformed(id, "it does not say whose it is");
        }
        return person;
    }

    /** The signed payload is the commit without its {@code gpgsig} header, whose further lines begin with a space. */
    private static void split(byte[] raw, ByteArrayOutputStream payload, ByteArrayOutputStream signature) {
        boolean inHeader = true;
        boolean inSignature = false;
        for (int start = 0; start < raw.length; ) {
            int end = start;
            while (end < raw.length && raw[end] != '\n') {
                end++;
            }
            int next = Math.min(end + 1, raw.length);
            if (inHeader && inSignature && raw[start] == ' ') {
                signature.write(raw, start + 1, next - start - 1);
            } else if (inHeader && startsWith(raw, start, SIGNATURE_HEADER)) {
                inSignature = true;
                int from = start + SIGNATURE_HEADER.length;
                signature.write(raw, from, next - from);
            } else {
                inSignature = false;
                inHeader &= end > start;
                payload.write(raw, start, next - start);
            }
            start = next;
        }
    }

    private static boolean startsWith(byte[] raw, int start, byte[] prefix) {
        return raw.length - start >= prefix.length
                && Arrays.equals(raw, start, start + prefix.length, prefix, 0, prefix.length);
    }

    /** The tag's signature is the end of its body; the signed payload is everything before. */
    static Optional<Tag> tag(Repository git, String name) throws IOException {
        var ref = git.exactRef(Constants.R_TAGS + name);
        if (ref == null) {
            return Optional.empty();
        }
        try (var walk = new RevWalk(git);
                ObjectReader reader = git.newObjectReader()) {
            var object = walk.parseAny(ref.getObjectId());
            if (!(object instanceof RevTag tag)) {
                return Optional.empty();
            }
            walk.parseBody(tag);
            if (!(walk.peel(tag) instanceof RevCommit target)) {
                return Optional.empty();
            }
            byte[] raw = reader.open(tag, Constants.OBJ_TAG).getBytes();
            String text = new String(raw, StandardCharsets.ISO_8859_1);
            int armor = text.startsWith(ARMOR) ? 0 : text.indexOf("\n" + ARMOR) + 1;
            int end = armor > 0 ? armor : raw.length;
            return Optional.of(new Tag(
                    tag.getTagName(),
                    new CommitId(target.name()),
                    tag.getFullMessage(),
                    Commit.Payload.of(Arrays.copyOf(raw, end)),
                    armor > 0
                            ? Optional.of(Commit.Payload.of(Arrays.copyOfRange(raw, armor, raw.length)))
                            : Optional.empty()));
        }
    }
}
