package org.datasetcommons.transfer;

import java.net.URI;
import java.util.Optional;
import org.datasetcommons.store.Address;

/**
 * A place of objects, and how far it is trusted. Its bytes are not, whoever named it.
 *
 * @param instead where objects are as plain files if there turns out to be no such server
 */
record NamedPlace(Address address, NamedBy by, Optional<URI> instead) {
    NamedPlace(Address address, NamedBy by) {
        this(address, by, Optional.empty());
    }

    /**
     * Why it is not asked, for who named it. What a person names goes.
     *
     * @param remote the host of the remote
     */
    Optional<String> objection(Optional<String> remote) {
        if (by == NamedBy.PERSON) {
            return Optional.empty();
        }
        var uri = uri();
        if (uri.isEmpty()) {
            return Optional.of("only places on the web may be named by others");
        }
        if (uri.get().getRawUserInfo() != null) {
            return Optional.of("there is a name or password in the address");
        }
        if (!uri.get().getScheme().equals("https") && !isAt(remote)) {
            return Optional.of("it is neither https nor the host of the remote");
        }
        return Optional.empty();
    }

    /** What may be done to get at it. */
    Permit permit(Optional<String> remote, Web web) {
        return switch (by) {
            case PERSON -> new Permit(true, true);
            case DATASET ->
                new Permit(
                        isAt(remote) || address instanceof Address.Server,
                        isAt(remote) || remote.filter(web::isInside).isPresent());
            case PROPOSAL -> new Permit(isAt(remote), isAt(remote));
        };
    }

    private boolean isAt(Optional<String> host) {
        return uri().flatMap(uri -> host.filter(uri.getHost()::equalsIgnoreCase))
                .isPresent();
    }

    private Optional<URI> uri() {
        if (address instanceof Address.Site site) {
            return Optional.of(site.base());
        }
        return address instanceof Address.Server server ? Optional.of(server.endpoint()) : Optional.empty();
    }
}
