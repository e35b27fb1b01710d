package org.datasetcommons.transfer;

import java.net.URI;
import java.util.Optional;

/** Names and passwords for servers, from where a person keeps them. */
public interface Credentials {
    /** Nobody to ask. */
    Credentials NONE = new Credentials() {
        @Override
        public Optional<Login> find(URI server) {
            return Optional.empty();
        }

        @Override
        public void approve(URI server, Login login) {}

        @Override
        public void reject(URI server, Login login) {}
    };

    /** A name and a password. */
    record Login(String user, String password) {
        /** The name alone: this ends up in messages. */
        @Override
        public String toString() {
            return user;
        }
    }

    /** What the person has for this server; they may be asked. */
    Optional<Login> find(URI server);

    /** The server took it. */
    void approve(URI server, Login login);

    /** The server did not. */
    void reject(URI server, Login login);
}
