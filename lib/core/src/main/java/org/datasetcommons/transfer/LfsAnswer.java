package org.datasetcommons.transfer;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Node;
import org.datasetcommons.store.Pointer;

/**
 * What a Git LFS server says about an object: a fault, or links by what they are for ({@code download}, {@code upload},
 * {@code verify}).
 */
record LfsAnswer(Optional<Fault> fault, Map<String, Link> links) {
    /** An address that may be used until some moment, with what to say there. */
    record Link(URI href, Map<String, String> headers, Optional<Instant> until) {
        boolean hasExpired(Instant now) {
            return until.filter(now::isAfter).isPresent();
        }
    }

    private static LfsAnswer no(Fault fault) {
        return new LfsAnswer(Optional.of(fault), Map.of());
    }

    Optional<Link> link(String purpose) {
        return Optional.ofNullable(links.get(purpose));
    }

    /**
     * Reads the answer to a batch; an object that nobody asked for is no answer.
     *
     * @param server where it comes from, which bounds where its links may lead
     * @throws Unavailable if it is of another kind than was asked for
     */
    static Map<Pointer, LfsAnswer> read(Node.Fields batch, List<Pointer> asked, URI server, Instant now)
            throws Unavailable {
        if (!batch.findText("transfer").orElse("basic").equals("basic")) {
            throw new Unavailable("transfers in a way that was not asked for");
        }
        if (!batch.findText("hash_algo").orElse("sha256").equals("sha256")) {
            throw new Unavailable("names objects by another hash than SHA-256");
        }
        var pointers = new HashMap<Digest, Pointer>();
        asked.forEach(pointer -> pointers.put(pointer.oid(), pointer));
        var answers = new HashMap<Pointer, LfsAnswer>();
        for (var item : batch.items("objects")) {
            var object = item.asFields();
            Optional.ofNullable(pointers.get(Digest.parse(object.text("oid"))))
                    .ifPresent(pointer -> answers.put(pointer, of(object, pointer, server, now)));
        }
        return answers;
    }

    private static LfsAnswer of(Node.Fields object, Pointer pointer, URI server, Instant now) {
        var error = find(object, "error").map(Node::asFields);
        if (error.isPresent()) {
            return no(fault(error.get()));
        }
        if (find(object, "size").isPresent() && object.integer("size") != pointer.size()) {
            return no(Fault.WRONG);
        }
        var links = new HashMap<String, Link>();
        var actions = find(object, "actions").map(Node::asFields).map(Node.Fields::values);
        for (var action : actions.orElse(Map.of()).entrySet()) {
            try {
                var link = link(action.getValue().asFields(), now);
                var objection = WebClient.objection(server, link.href());
                if (objection.isPresent()) {
                    return no(Fault.failed(objection.get()));
                }
                links.put(action.getKey(), link);
            } catch (URISyntaxException e) {
                return no(Fault.failed("points to what is no address"));
            }
        }
        return new LfsAnswer(Optional.empty(), links);
    }

    private static Fault fault(Node.Fields error) {
        long code = error.integer("code");
        if (code == 404) {
            return Fault.ABSENT;
        }
        if (code == 410) {
            return Fault.GONE;
        }
        String message = WebClient.shortened(error.findText("message").orElse(""));
        return Fault.failed("says " + code + ": " + message);
    }

    private static Link link(Node.Fields action, Instant now) throws URISyntaxException {
        var headers = new TreeMap<String, String>();
        find(action, "header")
                .map(Node::asFields)
                .ifPresent(fields -> fields.values().forEach((name, value) -> headers.put(name, value.asText())));
        return new Link(new URI(action.text("href")), headers, until(action, now));
    }

    /** Seconds come before a moment (git-lfs docs/api/batch.md); none of them is as good as no end. */
    private static Optional<Instant> until(Node.Fields action, Instant now) {
        long seconds = find(action, "expires_in").map(Node::asInteger).orElse(0L);
        if (seconds != 0) {
            return Optional.of(now.plusSeconds(Math.max(-1, Math.min(seconds, Integer.MAX_VALUE))));
        }
        return find(action, "expires_at").map(Node::asText).flatMap(LfsAnswer::moment);
    }

    /** A moment that cannot be read is as good as none: the link itself will tell. */
    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Some servers write what they leave out as null. */
    private static Optional<Node> find(Node.Fields fields, String name) {
        return fields.find(name)
                .filter(node -> !(node instanceof Node.Scalar scalar) || scalar.type() != Node.Type.NULL);
    }
}
