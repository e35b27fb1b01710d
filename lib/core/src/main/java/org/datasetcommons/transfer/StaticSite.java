package org.datasetcommons.transfer;

import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.datasetcommons.digest.Digest;
import org.datasetcommons.store.ObjectStore;
import org.datasetcommons.store.Pointer;

/** Any web server that serves files: objects lie below an address as {@code objects/aa/bb/<oid>}. */
final class StaticSite implements PublicPlace {
    private final URI base;
    private final Permit permit;
    private final WebClient client;

    StaticSite(URI base, Permit permit, WebClient client) {
        this.base = base;
        this.permit = permit;
        this.client = client;
    }

    @Override
    public String name() {
        return WebClient.withoutUserInfo(base).toString();
    }

    /** All of them: only asking for an object tells whether it is there. */
    @Override
    public Map<Digest, Move> offers(List<Pointer> wanted, ObjectStore into) {
        var offers = new HashMap<Digest, Move>();
        for (var pointer : wanted) {
            offers.put(
                    pointer.oid(),
                    new Download(
                            pointer,
                            into,
                            client,
                            (headers, patience) -> client.ask(request("GET", pointer.oid(), headers), patience)));
        }
        return offers;
    }

    @Override
    public Map<Digest, Move> looks(List<Pointer> expected) {
        var looks = new HashMap<Digest, Move>();
        expected.forEach(pointer -> looks.put(pointer.oid(), meter -> look(pointer)));
        return looks;
    }

    private Optional<Fault> look(Pointer pointer) throws IOException, InterruptedException {
        try (var answer = client.ask(request("HEAD", pointer.oid(), Map.of()), client.patience())) {
            return switch (answer.status()) {
                case 200 ->
                    answer.header("Content-Length")
                            .filter(length -> !length.equals(Long.toString(pointer.size())))
                            .map(length -> Fault.WRONG);
                case 404 -> Optional.of(Fault.ABSENT);
                case 410 -> Optional.of(Fault.GONE);
                default -> Optional.of(Fault.failed("answers " + answer.status()));
            };
        }
    }

    private WebClient.Request request(String method, Digest oid, Map<String, String> headers) {
        String hex = oid.hex();
        var uri = URI.create(base + "/objects/" + hex.substring(0, 2) + "/" + hex.substring(2, 4) + "/" + hex);
        return new WebClient.Request(method, uri, headers, Optional.empty(), permit);
    }
}
