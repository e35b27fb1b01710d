package org.datasetcommons.transfer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.datasetcommons.CommonsException;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Documents;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;

/** A Git LFS server: its batch API (git-lfs docs/api/batch.md) and the basic transfer adapter (basic-transfers.md). */
final class LfsServer implements PublicPlace, ObjectTarget {
    private static final String MEDIA_TYPE = "application/vnd.git-lfs+json";
    private static final int MAX_ANSWER = 8 << 20;
    private static final int MAX_REFUSAL = 64 << 10;

    /** Where the server is, and what to say when asking it. */
    record Entrance(URI endpoint, Map<String, String> headers) {}

    /** Finds the way in; the way may differ by what one wants to do there. */
    @FunctionalInterface
    interface Gate {
        Entrance enter(String operation) throws IOException, InterruptedException;
    }

    private final String name;
    private final Gate gate;
    private final Permit permit;
    private final Optional<String> ref;
    private final WebClient client;
    private final Documents documents;

    /** @param ref the full name of the branch that the objects are for, where there is one */
    LfsServer(String name, Gate gate, Permit permit, Optional<String> ref, WebClient client, Documents documents) {
        this.name = name;
        this.gate = gate;
        this.permit = permit;
        this.ref = ref;
        this.client = client;
        this.documents = documents;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Map<Digest, Move> offers(List<Pointer> wanted, ObjectStore into) throws IOException, InterruptedException {
        var offers = new HashMap<Digest, Move>();
        batch("download", wanted).forEach((pointer, answer) -> offers.put(pointer.oid(), offer(pointer, answer, into)));
        return offers;
    }

    private Move offer(Pointer pointer, Answered answer, ObjectStore into) {
        if (answer.fault().isPresent()) {
            return meter -> answer.fault();
        }
        if (!answer.actions().containsKey("download")) {
            return meter -> Optional.of(Fault.ABSENT);
        }
        var link = new Link(pointer, "download", answer.actions().get("download"));
        return new Download(
                pointer, into, client, (headers, patience) -> link.ask("GET", headers, Optional.empty(), patience));
    }

    @Override
    public Map<Digest, Move> looks(List<Pointer> expected) throws IOException, InterruptedException {
        var looks = new HashMap<Digest, Move>();
        batch("download", expected)
                .forEach((pointer, answer) -> looks.put(
                        pointer.oid(),
                        meter -> answer.fault()
                                .or(() -> answer.actions().containsKey("download")
                                        ? Optional.empty()
                                        : Optional.of(Fault.ABSENT))));
        return looks;
    }

    @Override
    public Map<Digest, Move> gaps(List<Pointer> offered, ObjectStore from) throws IOException, InterruptedException {
        var gaps = new HashMap<Digest, Move>();
        batch("upload", offered).forEach((pointer, answer) -> {
            if (answer.fault().isPresent()) {
                gaps.put(pointer.oid(), meter -> answer.fault());
            } else if (answer.actions().containsKey("upload")) {
                gaps.put(pointer.oid(), meter -> upload(pointer, answer, from, meter));
            }
        });
        return gaps;
    }

    private Optional<Fault> upload(Pointer pointer, Answered answer, ObjectStore from, Meter meter)
            throws IOException, InterruptedException {
        var link = new Link(pointer, "upload", answer.actions().get("upload"));
        var headers = Map.of("Content-Type", "application/octet-stream");
        try (var reply =
                link.ask("PUT", headers, Optional.of(new StoredBody(pointer, from, meter)), client.patience())) {
            if (!isSuccess(reply)) {
                return Optional.of(Fault.failed("did not take it: " + refusal(reply)));
            }
        }
        var verify = Optional.ofNullable(answer.actions().get("verify"));
        return verify.isPresent() ? verify(pointer, verify.get()) : Optional.empty();
    }

    private Optional<Fault> verify(Pointer pointer, Action action) throws IOException, InterruptedException {
        var headers = Map.of("Accept", MEDIA_TYPE, "Content-Type", MEDIA_TYPE);
        var body = new Text(Json.line(object(pointer)));
        try (var reply =
                new Link(pointer, "verify", action).ask("POST", headers, Optional.of(body), client.patience())) {
            return isSuccess(reply)
                    ? Optional.empty()
                    : Optional.of(Fault.failed("did not verify it: " + refusal(reply)));
        }
    }

    // --- the batch API -----------------------------------------------------------------------------------------------

    /** What the server says about an object: a fault, or actions by their names. */
    private record Answered(Optional<Fault> fault, Map<String, Action> actions) {}

    /** A link that may be used until some moment. */
    private record Action(URI href, Map<String, String> headers, Optional<Instant> until) {}

    private static Node object(Pointer pointer) {
        return Node.fields()
                .put("oid", pointer.oid().hex())
                .put("size", pointer.size())
                .build();
    }

    private Map<Pointer, Answered> batch(String operation, List<Pointer> pointers)
            throws IOException, InterruptedException {
        var entrance = gate.enter(operation);
        var body = Node.fields().put("operation", operation).put("transfers", List.of("basic"));
        ref.ifPresent(branch -> body.put("ref", Node.fields().put("name", branch)));
        body.put("objects", Node.items(pointers.stream().map(LfsServer::object).toList()))
                .put("hash_algo", "sha256");
        var headers = new TreeMap<>(entrance.headers());
        headers.put("Accept", MEDIA_TYPE);
        headers.put("Content-Type", MEDIA_TYPE);
        var uri = URI.create(entrance.endpoint().toString().replaceFirst("/+$", "") + "/objects/batch");
        var request =
                new WebClient.Request("POST", uri, headers, Optional.of(new Text(Json.line(body.build()))), permit);
        try (var answer = client.ask(request, client.patience())) {
            if (!isSuccess(answer)) {
                throw refused(answer, operation);
            }
            return read(answer, WebClient.withoutUserInfo(uri), pointers);
        }
    }

    private Unavailable refused(Web.Answer answer, String operation) throws IOException {
        if (answer.status() == 404 || answer.status() == 405 || answer.status() == 501) {
            return new Unavailable(Fault.NO_SERVER);
        }
        return new Unavailable(
                switch (answer.status()) {
                    case 401 -> "wants to know who asks, and does not take what it was told";
                    case 403 -> "does not allow this " + operation + ": " + refusal(answer);
                    case 507, 509 -> "has no room or bandwidth left: " + refusal(answer);
                    default -> "does not serve: " + refusal(answer);
                });
    }

    private Map<Pointer, Answered> read(Web.Answer answer, URI server, List<Pointer> pointers) throws IOException {
        byte[] bytes = answer.body().readNBytes(MAX_ANSWER + 1);
        if (bytes.length > MAX_ANSWER) {
            throw new Unavailable("answers with more than anybody asked for");
        }
        try {
            var fields = documents.json("answer of " + name, bytes);
            if (!fields.findText("transfer").orElse("basic").equals("basic")) {
                throw new Unavailable("transfers in a way that was not asked for");
            }
            if (!fields.findText("hash_algo").orElse("sha256").equals("sha256")) {
                throw new Unavailable("names objects by another hash than SHA-256");
            }
            var asked = new HashMap<Digest, Pointer>();
            pointers.forEach(pointer -> asked.put(pointer.oid(), pointer));
            var answered = new HashMap<Pointer, Answered>();
            for (var item : fields.items("objects")) {
                var object = item.asFields();
                // An object that nobody asked for is no answer.
                var pointer = Optional.ofNullable(asked.get(Digest.parse(object.text("oid"))));
                if (pointer.isPresent()) {
                    answered.put(pointer.get(), answered(pointer.get(), object, server));
                }
            }
            return answered;
        } catch (CommonsException e) {
            throw new Unavailable("answers otherwise than a Git LFS server: " + e.getMessage(), e);
        }
    }

    private Answered answered(Pointer pointer, Node.Fields object, URI server) {
        var error = find(object, "error").map(Node::asFields);
        if (error.isPresent()) {
            return new Answered(Optional.of(fault(error.get())), Map.of());
        }
        if (find(object, "size").isPresent() && object.integer("size") != pointer.size()) {
            return new Answered(Optional.of(Fault.WRONG), Map.of());
        }
        var actions = new HashMap<String, Action>();
        for (var action : find(object, "actions")
                .map(Node::asFields)
                .map(Node.Fields::values)
                .orElse(Map.of())
                .entrySet()) {
            try {
                actions.put(action.getKey(), action(action.getValue().asFields()));
            } catch (URISyntaxException e) {
                return new Answered(Optional.of(Fault.failed("points to what is no address")), Map.of());
            }
            var objection =
                    WebClient.objection(server, actions.get(action.getKey()).href());
            if (objection.isPresent()) {
                return new Answered(Optional.of(Fault.failed(objection.get())), Map.of());
            }
        }
        return new Answered(Optional.empty(), actions);
    }

    private static Fault fault(Node.Fields error) {
        long code = error.integer("code");
        if (code == 404) {
            return Fault.ABSENT;
        }
        if (code == 410) {
            return Fault.GONE;
        }
        return Fault.failed("says " + code + ": "
                + WebClient.shortened(error.findText("message").orElse("")));
    }

    private Action action(Node.Fields fields) throws URISyntaxException {
        var headers = new TreeMap<String, String>();
        find(fields, "header")
                .ifPresent(
                        header -> header.asFields().values().forEach((key, value) -> headers.put(key, value.asText())));
        return new Action(new URI(fields.text("href")), headers, until(fields));
    }

    private Optional<Instant> until(Node.Fields fields) {
        long seconds = find(fields, "expires_in").map(Node::asInteger).orElse(0L);
        if (seconds != 0) {
            return Optional.of(
                    client.clock().instant().plusSeconds(Math.max(-1, Math.min(seconds, Integer.MAX_VALUE))));
        }
        return find(fields, "expires_at").map(Node::asText).flatMap(LfsServer::moment);
    }

    /** Some servers write what they leave out as null. */
    private static Optional<Node> find(Node.Fields fields, String name) {
        return fields.find(name)
                .filter(node -> !(node instanceof Node.Scalar scalar) || scalar.type() != Node.Type.NULL);
    }

    /** A moment that cannot be read is as good as none: the link itself will tell. */
    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(java.time.OffsetDateTime.parse(text).toInstant());
        } catch (java.time.format.DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The way to one object, asked for anew when it has expired. */
    private final class Link {
        private final Pointer pointer;
        private final String operation;
        private Action action;
        private boolean renewed;

        Link(Pointer pointer, String operation, Action action) {
            this.pointer = pointer;
            this.operation = operation;
            this.action = action;
        }

        Web.Answer ask(String method, Map<String, String> headers, Optional<Web.Body> body, Patience patience)
                throws IOException, InterruptedException {
            if (isExpired()) {
                renew();
                if (isExpired()) {
                    throw new Unavailable("hands out links that have expired already");
                }
            }
            var answer = go(method, headers, body, patience);
            // Servers that sign links refuse an expired one in these ways, whatever they said about when it expires.
            if ((answer.status() == 401 || answer.status() == 403) && !renewed && !operation.equals("verify")) {
                answer.close();
                renew();
                return go(method, headers, body, patience);
            }
            return answer;
        }

        private Web.Answer go(String method, Map<String, String> headers, Optional<Web.Body> body, Patience patience)
                throws IOException, InterruptedException {
            var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            all.putAll(headers);
            all.putAll(action.headers());
            var server = gate.enter(operation.equals("download") ? "download" : "upload")
                    .endpoint();
            return client.ask(
                    new WebClient.Request(
                            method, action.href(), all, body, client.permitFrom(server, permit, action.href())),
                    patience);
        }

        private boolean isExpired() {
            return action.until().filter(client.clock().instant()::isAfter).isPresent() && !operation.equals("verify");
        }

        private void renew() throws IOException, InterruptedException {
            renewed = true;
            var answer = Optional.ofNullable(batch(operation, List.of(pointer)).get(pointer));
            action = answer.map(again -> again.actions().get(operation))
                    .orElseThrow(() -> new IOException("does not renew a link that has expired"));
        }
    }

    // --- what is sent and what comes back ----------------------------------------------------------------------------

    private static boolean isSuccess(Web.Answer answer) {
        return answer.status() >= 200 && answer.status() < 300;
    }

    /** The status, and the message that the server may give with it. */
    private String refusal(Web.Answer answer) throws IOException {
        byte[] bytes = WebClient.drain(answer, MAX_REFUSAL);
        try {
            var message = documents.json("answer of " + name, bytes).findText("message");
            return answer.status()
                    + message.map(words -> ", " + WebClient.shortened(words)).orElse("");
        } catch (CommonsException e) {
            return Integer.toString(answer.status()); // A page for people, or nothing.
        }
    }

    private record Text(String text) implements Web.Body {
        private byte[] bytes() {
            return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }

        @Override
        public long length() {
            return bytes().length;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes());
        }
    }
}
