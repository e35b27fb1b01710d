package org.datasetcommons.io.git;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.datasetcommons.transfer.Credentials;
import org.datasetcommons.transfer.Credentials.Login;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/** Tells git servers who asks, by name and password, from where transfers of content have them too. */
final class PersonAtHand extends CredentialsProvider {
    private final Credentials credentials;
    private final Map<URI, Login> shown = new HashMap<>();

    PersonAtHand(Credentials credentials) {
        this.credentials = credentials;
    }

    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public boolean supports(CredentialItem... items) {
        for (var item : items) {
            if (!(item instanceof CredentialItem.Username) && !(item instanceof CredentialItem.Password)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
        var server = server(uri);
        if (server.isEmpty() || !supports(items)) {
            return false;
        }
        var login = credentials.find(server.get());
        if (login.isEmpty()) {
            return false;
        }
        for (var item : items) {
            if (item instanceof CredentialItem.Username user) {
                user.setValue(login.get().user());
            } else if (item instanceof CredentialItem.Password password) {
                password.setValue(login.get().password().toCharArray());
            }
        }
        shown.put(server.get(), login.get());
        return true;
    }

    /** The server did not take it. */
    @Override
    public void reset(URIish uri) {
        server(uri)
                .ifPresent(server -> Optional.ofNullable(shown.remove(server))
                        .ifPresent(login -> credentials.reject(server, login)));
    }

    /** Whatever was shown was taken. */
    void approve() {
        shown.forEach(credentials::approve);
        shown.clear();
    }

    private static Optional<URI> server(URIish uri) {
        try {
            return "https".equals(uri.getScheme()) || "http".equals(uri.getScheme())
                    ? Optional.of(new URI(uri.setUser(null).setPass(null).toString()))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
