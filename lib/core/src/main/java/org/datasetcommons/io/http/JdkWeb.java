package org.datasetcommons.io.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.datasetcommons.transfer.Web;

/**
 * HTTP by the JDK's client: one connection for each lane, bodies streamed either way, and no waiting for ever. HTTP/1.1 is
 * spoken, since a few large bodies side by side gain nothing from sharing one connection.
 */
public final class JdkWeb implements Web {
    private static final Duration CONNECT = Duration.ofSeconds(30);
    /** Bytes a second; what goes more slowly goes nowhere. */
    private static final long SLOWEST = 8 * 1024;
    /** Set by the connection, not by who asks. */
    private static final Set<String> OF_CONNECTION =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

    private final Duration silence;
    private Optional<HttpClient> client = Optional.empty();
    private final ScheduledThreadPoolExecutor watch;

    /** @param silence how long an answer may stand still */
    public JdkWeb(Duration silence) {
        this.silence = silence;
        this.watch = new ScheduledThreadPoolExecutor(1, work -> {
            var thread = new Thread(work, "watch");
            thread.setDaemon(true);
            return thread;
        });
        watch.setRemoveOnCancelPolicy(true);
    }

    /** Made when first needed: it takes as long as all else at the start, and what lies on this machine needs none. */
    private synchronized HttpClient client() {
        if (client.isEmpty()) {
            client = Optional.of(HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT)
                    .build());
        }
        return client.get();
    }

    @Override
    public Answer send(Ask ask) throws IOException, InterruptedException {
        // The answer begins when all of the body has been sent.
        long length = ask.body().map(Body::length).orElse(0L);
        var request = HttpRequest.newBuilder(ask.uri())
                .method(ask.method(), publisher(ask.body()))
                .timeout(silence.plusSeconds(length / SLOWEST))
                .header("User-Agent", "commons");
        ask.headers().forEach((name, value) -> {
            if (!OF_CONNECTION.contains(name.toLowerCase(Locale.ROOT))) {
                request.setHeader(name, value);
            }
        });
        try {
            return new Received(client().send(request.build(), BodyHandlers.ofInputStream()));
        } catch (HttpConnectTimeoutException | ConnectException e) {
            throw (ConnectException) new ConnectException("cannot be reached").initCause(e);
        } catch (IllegalArgumentException e) {
            throw new IOException("not a request that can be sent: " + e.getMessage(), e);
        }
    }

    private static BodyPublisher publisher(Optional<Body> body) {
        if (body.isEmpty() || body.get().length() == 0) {
            return BodyPublishers.noBody();
        }
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> {
                    try {
                        return body.get().open();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }),
                body.get().length());
    }

    @Override
    public boolean isInside(String host) {
        try {
            for (var address : InetAddress.getAllByName(host)) {
                if (isInside(address)) {
                    return true;
                }
            }
            return false;
        } catch (UnknownHostException e) {
            return false; // Nobody reaches it, or a proxy does.
        }
    }

    private static boolean isInside(InetAddress address) {
        byte[] raw = address.getAddress();
        boolean uniqueLocal = raw.length == 16 && (raw[0] & 0xfe) == 0xfc; // RFC 4193
        boolean shared = raw.length == 4 && (raw[0] & 0xff) == 100 && (raw[1] & 0xc0) == 64; // RFC 6598
        return address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()
                || uniqueLocal
                || shared;
    }

    private final class Received implements Answer {
        private final HttpResponse<InputStream> response;
        private final InputStream body;

        Received(HttpResponse<InputStream> response) {
            this.response = response;
            this.body = new Watched(response.body());
        }

        @Override
        public int status() {
            return response.statusCode();
        }

        @Override
        public Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        @Override
        public InputStream body() {
            return body;
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    /** A body that fails when nothing comes for too long: the JDK's own waits for ever. */
    private final class Watched extends FilterInputStream {
        private final Future<?> watching;
        private volatile boolean waiting;
        private volatile boolean moved;
        private volatile boolean timedOut;

        Watched(InputStream in) {
            super(in);
            this.watching = watch.scheduleWithFixedDelay(
                    this::look, silence.toMillis(), silence.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void look() {
            if (waiting && !moved) {
                timedOut = true;
                try {
                    in.close();
                } catch (IOException e) {
                    // The reader is told in any case.
                }
            }
            moved = false;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            moved = true;
            waiting = true;
            try {
                int count = in.read(buffer, offset, length);
                if (count < 0 && timedOut) {
                    throw new IOException("stands still");
                }
                return count;
            } catch (IOException e) {
                throw timedOut ? new IOException("stands still", e) : e;
            } finally {
                waiting = false;
            }
        }

        @Override
        public void close() throws IOException {
            watching.cancel(false);
            super.close();
        }
    }
}
