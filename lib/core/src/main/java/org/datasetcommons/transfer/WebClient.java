package org.datasetcommons.transfer;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.datasetcommons.transfer.Credentials.Login;

/**
 * Asks servers by our rules: what is refused for a while is tried again with patience; redirects are followed only to where
 * the first request was allowed to go, and nothing secret follows to another origin; a server that wants to know who asks is
 * told what the person's own helpers say.
 */
final class WebClient {
    private static final int HOPS = 5;
    private static final int LOGINS = 2;
    private static final int MAX_WORDS = 200;
    /** Headers that say nothing of who asks. */
    private static final Set<String> PLAIN = Set.of("accept", "accept-encoding", "content-type", "range");

    private static final String AUTHORIZATION = "Authorization";

    private final Web web;
    private final Credentials credentials;
    private final InstantSource clock;
    private final Pause pause;
    private final Map<Origin, Login> logins = new ConcurrentHashMap<>();
    private final Map<Origin, Integer> asked = new HashMap<>();
    private final Set<Origin> approved = new HashSet<>();

    WebClient(Web web, Credentials credentials, InstantSource clock, Pause pause) {
        this.web = web;
        this.credentials = credentials;
        this.clock = clock;
        this.pause = pause;
    }

    /** A request as its sender sees it: before redirects and logins. */
    record Request(String method, URI uri, Map<String, String> headers, Optional<Web.Body> body, Permit permit) {}

    Patience patience() {
        return new Patience(pause, clock);
    }

    InstantSource clock() {
        return clock;
    }

    /** What may be done at an address that this server, reached with this permit, hands out. */
    Permit permitFrom(URI server, Permit permit, URI handedOut) {
        return new Permit(
                permit.identify() && Origin.of(server).equals(Origin.of(handedOut)),
                permit.inside() && web.isInside(server.getHost()));
    }

    /** Why an address that this server hands out is not gone to, if it is not. */
    static Optional<String> objection(URI server, URI handedOut) {
        if (!Origin.isWeb(handedOut)) {
            return Optional.of("points to " + handedOut.getScheme() + ":, which is not the web");
        }
        if (Origin.of(server).isEncrypted() && !Origin.of(handedOut).isEncrypted()) {
            return Optional.of("points from https to http");
        }
        return Optional.empty();
    }

    /** The answer, whatever its status is: one that asks to come back later is not taken for one until patience ends. */
    Web.Answer ask(Request request, Patience patience) throws IOException, InterruptedException {
        var now = withoutUserInfo(request);
        int hops = 0;
        while (true) {
            requireAllowed(now);
            var login = login(now);
            Web.Answer answer;
            try {
                answer = web.send(ask(now, login));
            } catch (IOException e) {
                now.body().ifPresent(Web.Body::requireReadable);
                patience.afterFailure(e);
                continue;
            }
            int status = answer.status();
            if (comesLater(status)) {
                var retryAfter = answer.header("Retry-After");
                answer.close();
                patience.afterAnswer(status, retryAfter);
            } else if (isRedirect(status)) {
                var to = answer.header("Location");
                answer.close();
                if (++hops > HOPS) {
                    throw new Unavailable("redirects more than " + HOPS + " times");
                }
                now = redirected(now, status, to.orElseThrow(() -> new Unavailable("redirects to nowhere")));
            } else if (status == 401 && logIn(now, login)) {
                answer.close();
            } else {
                if (status < 400) {
                    approve(now, login);
                }
                return answer;
            }
        }
    }

    private void requireAllowed(Request request) throws Unavailable {
        String host = request.uri().getHost();
        if (!request.permit().inside() && web.isInside(host)) {
            throw new Unavailable("leads to " + host + ", on this machine or a private network, where it may not");
        }
    }

    private static boolean comesLater(int status) {
        return switch (status) {
            case 408, 429, 500, 502, 503, 504 -> true;
            default -> false;
        };
    }

    private static boolean isRedirect(int status) {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private static Web.Ask ask(Request request, Optional<Login> login) {
        var headers = new TreeMap<>(request.headers());
        login.ifPresent(known -> headers.put(AUTHORIZATION, basic(known)));
        return new Web.Ask(request.method(), request.uri(), headers, request.body());
    }

    private static String basic(Login login) {
        byte[] pair = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /**
     * The request that a redirect asks for. Unlike a browser's, it keeps its method (as git-lfs has it) unless the status
     * says otherwise: servers that move do not turn an upload into a download.
     */
    private Request redirected(Request request, int status, String location) throws Unavailable {
        URI to;
        try {
            to = request.uri().resolve(new URI(location));
        } catch (URISyntaxException e) {
            throw new Unavailable("redirects to what is no address", e);
        }
        var objection = objection(request.uri(), to);
        if (objection.isPresent()) {
            throw new Unavailable("redirects, and " + objection.get());
        }
        boolean same = Origin.of(request.uri()).equals(Origin.of(to));
        var headers = new TreeMap<>(request.headers());
        if (!same) {
            headers.keySet().removeIf(name -> !PLAIN.contains(name.toLowerCase(Locale.ROOT)));
        }
        return new Request(
                status == 303 ? "GET" : request.method(),
                to,
                headers,
                status == 303 ? Optional.empty() : request.body(),
                permitFrom(request.uri(), request.permit(), to));
    }

    // --- who asks ----------------------------------------------------------------------------------------------------

    /** A name and password written into the address are taken out of it, and kept for that origin. */
    private Request withoutUserInfo(Request request) throws Unavailable {
        String userInfo = request.uri().getRawUserInfo();
        if (userInfo == null) {
            return request;
        }
        String[] pair = userInfo.split(":", 2);
        if (pair.length == 2 && request.permit().identify()) {
            logins.putIfAbsent(Origin.of(request.uri()), new Login(decode(pair[0]), decode(pair[1])));
        }
        return new Request(
                request.method(), withoutUserInfo(request.uri()), request.headers(), request.body(), request.permit());
    }

    /** The address as it may be shown. */
    static URI withoutUserInfo(URI uri) {
        return uri.getRawUserInfo() == null ? uri : URI.create(uri.toString().replaceFirst("//[^/@]*@", "//"));
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** What is known of who asks, for a request that may and does not say so itself. */
    private Optional<Login> login(Request request) {
        if (!request.permit().identify() || says(request)) {
            return Optional.empty();
        }
        return Optional.ofNullable(logins.get(Origin.of(request.uri())));
    }

    private static boolean says(Request request) {
        return request.headers().keySet().stream().anyMatch(AUTHORIZATION::equalsIgnoreCase);
    }

    /** Whether there is another login to try, after the server did not take this one. One thread asks, all others profit. */
    private synchronized boolean logIn(Request request, Optional<Login> tried) {
        if (!request.permit().identify() || says(request)) {
            return false;
        }
        var origin = Origin.of(request.uri());
        var known = Optional.ofNullable(logins.get(origin));
        if (known.isPresent() && !known.equals(tried)) {
            return true;
        }
        known.ifPresent(refused -> {
            logins.remove(origin);
            credentials.reject(request.uri(), refused);
        });
        if (asked.merge(origin, 1, Integer::sum) > LOGINS) {
            return false;
        }
        var found = credentials.find(request.uri());
        found.ifPresent(login -> logins.put(origin, login));
        return found.isPresent();
    }

    private synchronized void approve(Request request, Optional<Login> login) {
        if (login.isPresent() && approved.add(Origin.of(request.uri()))) {
            credentials.approve(request.uri(), login.get());
        }
    }

    // --- what a refusal says -----------------------------------------------------------------------------------------

    /** Reads the beginning of an answer that is no success, closes it, and returns its bytes. */
    static byte[] drain(Web.Answer answer, int limit) throws IOException {
        try (answer) {
            return answer.body().readNBytes(limit);
        }
    }

    /** As much of a server's words as fits into a message. */
    static String shortened(String words) {
        String line = words.strip().replaceAll("\\s+", " ");
        return line.length() > MAX_WORDS ? line.substring(0, MAX_WORDS) + "…" : line;
    }
}
