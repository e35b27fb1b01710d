package org.datasetcommons.transfer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.document.Json;
import org.datasetcommons.document.Node;
import org.datasetcommons.io.yaml.StrictDocuments;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;

/**
 * A forge on loopback for tests: the repositories in a directory over git's HTTP protocol, a Git LFS server for each, and
 * everything below {@code static/} as plain files. It keeps what it was asked, and misbehaves where it is told to.
 */
public final class HostTwin implements AutoCloseable {
    private static final String MEDIA_TYPE = "application/vnd.git-lfs+json";
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-");

    /** What it was asked. */
    public record Asked(String method, String path, Map<String, String> headers) {
        /** A header by its name in lower case. */
        public Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name));
        }
    }

    /** Another answer than the usual one. */
    @FunctionalInterface
    public interface Trick {
        void play(HttpExchange exchange) throws IOException;
    }

    private static final class Told {
        final Pattern path;
        final Trick trick;
        int times;

        Told(Pattern path, int times, Trick trick) {
            this.path = path;
            this.times = times;
            this.trick = trick;
        }
    }

    private final Path directory;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    private final List<Told> told = Collections.synchronizedList(new ArrayList<>());
    private volatile Optional<String> login = Optional.empty();
    private volatile boolean ranges = true;
    private volatile Function<Node.Fields, Node.Fields> batchAnswer = Function.identity();

    /** @param directory what it serves */
    public HostTwin(Path directory) {
        // Else each small answer waits for an acknowledgement that the other end is in no hurry to send.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.directory = directory;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Its address, without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** An empty bare repository, unless there is one. */
    public HostTwin repository(String name) {
        try (var git = new RepositoryBuilder()
                .setGitDir(directory.resolve(name).toFile())
                .setBare()
                .setInitialBranch("main")
                .build()) {
            if (!Files.exists(directory.resolve(name).resolve("HEAD"))) {
                git.create(true);
                git.getConfig().setBoolean("http", null, "receivepack", true);
                git.getConfig().save();
            }
            return this;
        } catch (IOException | org.eclipse.jgit.api.errors.InvalidRefNameException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The content that the Git LFS server of a repository has. */
    public ObjectStore store(String repository) {
        Path lfs = directory.resolve(repository).resolve("lfs");
        return new ObjectStore(lfs.resolve("objects"), lfs.resolve("tmp"));
    }

    /** Answers requests for paths that match otherwise, so many times, before it goes on as usual. */
    public HostTwin trick(String path, int times, Trick trick) {
        told.add(new Told(Pattern.compile(path), times, trick));
        return this;
    }

    /** The same without end. */
    public HostTwin trick(String path, Trick trick) {
        return trick(path, Integer.MAX_VALUE, trick);
    }

    /** Goes on as usual from now on. */
    public HostTwin behave() {
        told.clear();
        return this;
    }

    /** Lets nobody in without this name and password. */
    public HostTwin requireLogin(String user, String password) {
        login = Optional.of("Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** Knows nothing of parts of files. */
    public HostTwin withoutRanges() {
        ranges = false;
        return this;
    }

    /** Changes what it says to the batch API. */
    public HostTwin batchAnswer(Function<Node.Fields, Node.Fields> change) {
        batchAnswer = change;
        return this;
    }

    /** What it was asked, in order. */
    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /** What it was asked by this method for paths that match. */
    public List<Asked> asked(String method, String path) {
        var pattern = Pattern.compile(path);
        return asked().stream()
                .filter(request -> request.method().equals(method)
                        && pattern.matcher(request.path()).find())
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    // --- tricks ------------------------------------------------------------------------------------------------------

    /** This status and these headers, name after name and value. */
    public static Trick status(int status, String... headers) {
        return exchange -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, -1);
        };
    }

    /** These bytes, as if they were what was asked for. */
    public static Trick bytes(byte[] content) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
        };
    }

    /** The beginning of these bytes, and then the connection breaks. */
    public static Trick cutOff(byte[] content, int after) {
        return exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, after);
            exchange.getResponseBody().flush();
            exchange.close();
        };
    }

    /** Bytes without end, and without saying how many. */
    public static Trick endless() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] zeros = new byte[64 * 1024];
            while (true) {
                exchange.getResponseBody().write(zeros);
            }
        };
    }

    // --- how it behaves otherwise ------------------------------------------------------------------------------------

    private void answer(HttpExchange exchange) {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            var headers = new TreeMap<String, String>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
            asked.add(new Asked(exchange.getRequestMethod(), path, headers));
            var trick = trickFor(path);
            if (trick.isPresent()) {
                trick.get().play(exchange);
            } else if (login.isPresent() && !login.equals(Optional.ofNullable(headers.get("authorization")))) {
                status(401, "WWW-Authenticate", "Basic realm=\"twin\"").play(exchange);
            } else if (path.startsWith("/static/")) {
                send(exchange, directory.resolve(path.substring(1)));
            } else {
                answerRepository(exchange, path);
            }
        } catch (IOException e) {
            // The other end has gone, or was sent away.
        }
    }

    private Optional<Trick> trickFor(String path) {
        synchronized (told) {
            for (var one : told) {
                if (one.times > 0 && one.path.matcher(path).find()) {
                    one.times--;
                    return Optional.of(one.trick);
                }
            }
            return Optional.empty();
        }
    }

    private void answerRepository(HttpExchange exchange, String path) throws IOException {
        var matcher = Pattern.compile("/([^/]+\\.git)/(.*)").matcher(path);
        if (!matcher.matches() || !Files.isDirectory(directory.resolve(matcher.group(1)))) {
            status(404).play(exchange);
            return;
        }
        String name = matcher.group(1);
        String rest = matcher.group(2);
        if (rest.equals("info/lfs/objects/batch")) {
            batch(exchange, name);
        } else if (rest.startsWith("lfs-content/")) {
            content(exchange, store(name), Digest.parse(rest.substring("lfs-content/".length())));
        } else if (rest.equals("info/lfs/verify")) {
            verify(exchange, store(name));
        } else if (rest.equals("info/lfs/locks/verify")) {
            status(404).play(exchange);
        } else {
            git(exchange, name, rest);
        }
    }

    private void batch(HttpExchange exchange, String repository) throws IOException {
        if (!MEDIA_TYPE.equals(exchange.getRequestHeaders().getFirst("Accept").split(";")[0])) {
            status(406).play(exchange);
            return;
        }
        var request =
                new StrictDocuments().json("request", exchange.getRequestBody().readAllBytes());
        boolean upload = request.text("operation").equals("upload");
        var objects = new ArrayList<Node>();
        for (var item : request.items("objects")) {
            var pointer = new Pointer(
                    Digest.parse(item.asFields().text("oid")), item.asFields().integer("size"));
            objects.add(described(repository, pointer, upload));
        }
        var answer = Node.fields()
                .put("transfer", "basic")
                .put("objects", Node.items(objects))
                .put("hash_algo", "sha256")
                .build();
        byte[] bytes = Json.line(batchAnswer.apply(answer)).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", MEDIA_TYPE + "; charset=utf-8");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private Node described(String repository, Pointer pointer, boolean upload) {
        boolean here = store(repository).has(pointer.oid());
        var object = Node.fields().put("oid", pointer.oid().hex()).put("size", pointer.size());
        if (!upload && !here) {
            return object.put("error", Node.fields().put("code", 404).put("message", "no such object"))
                    .build();
        }
        if (upload && here) {
            return object.build();
        }
        var link = Node.fields().put("href", url() + "/" + repository + "/lfs-content/" + pointer.oid());
        login.ifPresent(known -> link.put("header", Node.fields().put("Authorization", known)));
        var actions = Node.fields().put(upload ? "upload" : "download", link.put("expires_in", 3600));
        if (upload) {
            var verify = Node.fields().put("href", url() + "/" + repository + "/info/lfs/verify");
            login.ifPresent(known -> verify.put("header", Node.fields().put("Authorization", known)));
            actions.put("verify", verify);
        }
        return object.put("authenticated", true).put("actions", actions).build();
    }

    private void content(HttpExchange exchange, ObjectStore store, Digest oid) throws IOException {
        if (exchange.getRequestMethod().equals("PUT")) {
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            boolean right = store.accept(new Pointer(oid, bytes.length), new ByteArrayInputStream(bytes));
            status(right ? 200 : 422).play(exchange);
        } else {
            send(exchange, store.path(oid));
        }
    }

    private static void verify(HttpExchange exchange, ObjectStore store) throws IOException {
        var object =
                new StrictDocuments().json("request", exchange.getRequestBody().readAllBytes());
        status(store.has(Digest.parse(object.text("oid"))) ? 200 : 404).play(exchange);
    }

    private void send(HttpExchange exchange, Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            status(404).play(exchange);
            return;
        }
        long size = Files.size(file);
        var range =
                RANGE.matcher(Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
                        .orElse(""));
        boolean part = ranges && range.matches();
        long from = part ? Long.parseLong(range.group(1)) : 0;
        if (part && from >= size) {
            status(416, "Content-Range", "bytes */" + size).play(exchange);
            return;
        }
        if (part) {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + (size - 1) + "/" + size);
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Long.toString(size));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        exchange.sendResponseHeaders(part ? 206 : 200, size - from == 0 ? -1 : size - from);
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(from);
            in.transferTo(exchange.getResponseBody());
        }
    }

    /** The smart HTTP protocol (gitprotocol-http(5)), with JGit on this end. */
    private void git(HttpExchange exchange, String name, String rest) throws IOException {
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        String service = rest.equals("info/refs") ? query.replaceFirst("^service=", "") : rest;
        if (!service.equals("git-upload-pack") && !service.equals("git-receive-pack")) {
            send(exchange, directory.resolve(name).resolve(rest)); // The protocol for plain files.
            return;
        }
        boolean advertise = rest.equals("info/refs");
        exchange.getResponseHeaders()
                .set("Content-Type", "application/x-" + service + (advertise ? "-advertisement" : "-result"));
        exchange.getResponseHeaders().set("Cache-Control", "no-cache");
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (var git = new RepositoryBuilder()
                        .setGitDir(directory.resolve(name).toFile())
                        .build();
                InputStream in = zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody();
                var out = exchange.getResponseBody()) {
            exchange.sendResponseHeaders(200, 0);
            var lines = new PacketLineOut(out);
            if (advertise) {
                lines.writeString("# service=" + service + "\n");
                lines.end();
            }
            if (service.equals("git-upload-pack")) {
                var pack = new UploadPack(git);
                pack.setBiDirectionalPipe(false);
                if (advertise) {
                    pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
                } else {
                    pack.upload(in, out, null);
                }
            } else {
                var pack = new ReceivePack(git);
                pack.setBiDirectionalPipe(false);
                if (advertise) {
                    pack.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
                } else {
                    pack.receive(in, out, null);
                }
            }
        }
    }

    /** A static location in this host's directory, with these objects in it. */
    public URI site(String name, byte[]... objects) {
        Path base = directory.resolve("static").resolve(name);
        var store = new ObjectStore(base.resolve("objects"), base.resolve("tmp"));
        for (byte[] object : objects) {
            store.put(object);
        }
        return URI.create(url() + "/static/" + name);
    }
}
