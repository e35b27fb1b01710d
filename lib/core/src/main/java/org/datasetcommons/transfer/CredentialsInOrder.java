package org.datasetcommons.transfer;

import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Several places where a person keeps names and passwords, tried in order until a server takes what one has. */
public final class CredentialsInOrder implements Credentials {
    private record Refused(Origin server, Login login) {}

    private final List<Credentials> all;
    private final Set<Refused> refused = new HashSet<>();

    public CredentialsInOrder(List<Credentials> all) {
        this.all = List.copyOf(all);
    }

    @Override
    public synchronized Optional<Login> find(URI server) {
        for (var credentials : all) {
            var login = credentials.find(server);
            if (login.isPresent() && !refused.contains(new Refused(Origin.of(server), login.get()))) {
                return login;
            }
        }
        return Optional.empty();
    }

    @Override
    public synchronized void approve(URI server, Login login) {
        all.forEach(credentials -> credentials.approve(server, login));
    }

    @Override
    public synchronized void reject(URI server, Login login) {
        refused.add(new Refused(Origin.of(server), login));
        all.forEach(credentials -> credentials.reject(server, login));
    }
}
