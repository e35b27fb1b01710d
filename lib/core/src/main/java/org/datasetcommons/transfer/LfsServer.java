package org.datasetcommons.transfer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
    private static final String DOWNLOAD = "download";
    private static final String UPLOAD = "upload";
    private static final String VERIFY = "verify";

    private static final String MEDIA_TYPE = "application/vnd.git-lfs+json";
    private static final Map<String, String> JSON = Map.of("Accept", MEDIA_TYPE, "Content-Type", MEDIA_TYPE);
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
        batch(DOWNLOAD, wanted).forEach((pointer, answer) -> offers.put(pointer.oid(), offer(pointer, answer, into)));
        return offers;
    }

    private Move offer(Pointer pointer, LfsAnswer answer, ObjectStore into) {
        var fault = fault(answer);
        if (fault.isPresent()) {
            return meter -> fault;
        }
        var way = new Way(pointer, DOWNLOAD, answer);
        return new Download(
                pointer, into, client, (headers, patience) -> way.ask("GET", headers, Optional.empty(), patience));
    }

    @Override
    public Map<Digest, Move> looks(List<Pointer> expected) throws IOException, InterruptedException {
        var looks = new HashMap<Digest, Move>();
        batch(DOWNLOAD, expected).forEach((pointer, answer) -> looks.put(pointer.oid(), meter -> fault(answer)));
        return looks;
    }

    private static Optional<Fault> fault(LfsAnswer answer) {
        return answer.fault().isPresent() || answer.link(DOWNLOAD).isPresent()
                ? answer.fault()
                : Optional.of(Fault.ABSENT);
    }

    /** What has neither a fault nor a link for it is there already. */
    @Override
    public Map<Digest, Move> gaps(List<Pointer> offered, ObjectStore from) throws IOException, InterruptedException {
        var gaps = new HashMap<Digest, Move>();
        batch(UPLOAD, offered).forEach((pointer, answer) -> {
            if (answer.fault().isPresent()) {
                gaps.put(pointer.oid(), meter -> answer.fault());
            } else if (answer.link(UPLOAD).isPresent()) {
                gaps.put(pointer.oid(), meter -> upload(pointer, answer, from, meter));
            }
        });
        return gaps;
    }

    private Optional<Fault> upload(Pointer pointer, LfsAnswer answer, ObjectStore from, Meter meter)
            throws IOException, InterruptedException {
        var way = new Way(pointer, UPLOAD, answer);
        var type = Map.of("Content-Type", "application/octet-stream");
        var content = Optional.<Web.Body>of(new StoredBody(pointer, from, meter));
        try (var reply = way.ask("PUT", type, content, client.patience())) {
            if (!isSuccess(reply)) {
                return Optional.of(Fault.failed("did not take it: " + refusal(reply)));
            }
        }
        var verify = answer.link(VERIFY);
        return verify.isPresent() ? verify(pointer, verify.get()) : Optional.empty();
    }

    private Optional<Fault> verify(Pointer pointer, LfsAnswer.Link link) throws IOException, InterruptedException {
        var body = Optional.<Web.Body>of(new Text(Json.line(object(pointer))));
        try (var reply = follow(link, UPLOAD, "POST", JSON, body, client.patience())) {
            return isSuccess(reply)
                    ? Optional.empty()
                    : Optional.of(Fault.failed("did not verify it: " + refusal(reply)));
        }
    }

    // --- the batch API -----------------------------------------------------------------------------------------------

    private static Node object(Pointer pointer) {
        return Node.fields()
                .put("oid", pointer.oid().hex())
                .put("size", pointer.size())
                .build();
    }

    private Map<Pointer, LfsAnswer> batch(String operation, List<Pointer> pointers)
            throws IOException, InterruptedException {
        var entrance = gate.enter(operation);
        var body = Node.fields().put("operation", operation).put("transfers", List.of("basic"));
        ref.ifPresent(branch -> body.put("ref", Node.fields().put("name", branch)));
        body.put("objects", Node.items(pointers.stream().map(LfsServer::object).toList()))
                .put("hash_algo", "sha256");
        var headers = new TreeMap<>(entrance.headers());
        headers.putAll(JSON);
        var uri = URI.create(entrance.endpoint().toString().replaceFirst("/+$", "") + "/objects/batch");
        var request =
                new WebClient.Request("POST", uri, headers, Optional.of(new Text(Json.line(body.build()))), permit);
        try (var answer = client.ask(request, client.patience())) {
            if (!isSuccess(answer)) {
                throw refused(answer, operation);
            }
            return read(answer, pointers, uri);
        }
    }

    private Map<Pointer, LfsAnswer> read(Web.Answer answer, List<Pointer> pointers, URI server) throws IOException {
        byte[] bytes = answer.body().readNBytes(MAX_ANSWER + 1);
        if (bytes.length > MAX_ANSWER) {
            throw new Unavailable("answers with more than anybody asked for");
        }
        try {
            var batch = documents.json("answer of " + name, bytes);
            return LfsAnswer.read(batch, pointers, server, client.clock().instant());
        } catch (CommonsException e) {
            throw new Unavailable("answers otherwise than a Git LFS server: " + e.getMessage(), e);
        }
    }

    private Unavailable refused(Web.Answer answer, String operation) throws IOException {
        return switch (answer.status()) {
            case 404 ->
                new Unavailable(
                        speaks(answer) ? new Fault(Fault.Kind.ABSENT, "answers " + refusal(answer)) : Fault.NO_SERVER);
            case 405, 501 -> new Unavailable(Fault.NO_SERVER);
            case 401 -> new Unavailable("wants to know who asks, and does not take what it was told");
            case 403 -> new Unavailable("does not allow this " + operation + ": " + refusal(answer));
            case 507, 509 -> new Unavailable("has no room or bandwidth left: " + refusal(answer));
            default -> new Unavailable("does not serve: " + refusal(answer));
        };
    }

    // --- links -------------------------------------------------------------------------------------------------------

    /** The way to one object, asked for anew when it has expired. */
    private final class Way {
        private final Pointer pointer;
        private final String operation;
        private LfsAnswer.Link link;
        private boolean renewed;

        Way(Pointer pointer, String operation, LfsAnswer answer) {
            this.pointer = pointer;
            this.operation = operation;
            this.link = answer.link(operation).orElseThrow();
        }

        Web.Answer ask(String method, Map<String, String> headers, Optional<Web.Body> body, Patience patience)
                throws IOException, InterruptedException {
            if (hasExpired()) {
                renew();
                if (hasExpired()) {
                    throw new Unavailable("hands out links that have expired already");
                }
            }
            var answer = follow(link, operation, method, headers, body, patience);
            // Servers that sign links refuse an expired one in these ways, whatever they said about when it expires.
            if ((answer.status() == 401 || answer.status() == 403) && !renewed) {
                answer.close();
                renew();
                return follow(link, operation, method, headers, body, patience);
            }
            return answer;
        }

        private boolean hasExpired() {
            return link.hasExpired(client.clock().instant());
        }

        private void renew() throws IOException, InterruptedException {
            renewed = true;
            link = Optional.ofNullable(batch(operation, List.of(pointer)).get(pointer))
                    .flatMap(answer -> answer.link(operation))
                    .orElseThrow(() -> new IOException("does not renew a link that has expired"));
        }
    }

    private Web.Answer follow(
            LfsAnswer.Link link,
            String operation,
            String method,
            Map<String, String> headers,
            Optional<Web.Body> body,
            Patience patience)
            throws IOException, InterruptedException {
        var all = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(headers);
        all.putAll(link.headers());
        var there = client.permitFrom(gate.enter(operation).endpoint(), permit, link.href());
        return client.ask(new WebClient.Request(method, link.href(), all, body, there), patience);
    }

    // --- what is sent and what comes back ----------------------------------------------------------------------------

    /** Whether the answer is one of a Git LFS server, and not a page for people. */
    private static boolean speaks(Web.Answer answer) {
        return answer.header("content-type")
                .filter(type -> type.startsWith(MEDIA_TYPE))
                .isPresent();
    }

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
            return text.getBytes(StandardCharsets.UTF_8);
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
