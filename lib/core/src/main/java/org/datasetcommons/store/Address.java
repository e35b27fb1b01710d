package org.datasetcommons.store;

import static org.datasetcommons.CommonsException.invalid;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Where objects are, as people write it: in a charter, in git's settings, in a proposal, on the command line. */
public sealed interface Address {
    /** What stands before the address of a Git LFS server, to tell it from a static location. */
    String LFS = "lfs+";

    /** A static location, {@code https://data.example.org/owls}: objects lie below it as {@code objects/aa/bb/<oid>}. */
    record Site(URI base) implements Address {
        @Override
        public String toString() {
            return base.toString();
        }
    }

    /** A Git LFS server, {@code lfs+https://git.example.org/owls.git/info/lfs}. */
    record Server(URI endpoint) implements Address {
        @Override
        public String toString() {
            return LFS + endpoint;
        }
    }

    /** The Git LFS server that an SSH remote leads to, {@code git@git.example.org:owls.git}. */
    record Ssh(String remote) implements Address {
        @Override
        public String toString() {
            return remote;
        }
    }

    /** Something on this machine: a repository, a directory that holds {@code objects/}, or a bundle file. */
    record Local(Path path) implements Address {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * An address that means the same on every machine.
     *
     * @throws org.datasetcommons.CommonsException if it is none
     */
    static Address parse(String text) {
        if (text.startsWith(LFS)) {
            return new Server(web(text, text.substring(LFS.length())));
        }
        return new Site(web(text, text));
    }

    /**
     * An address that may also name something on this machine.
     *
     * @param from what a relative path is relative to
     */
    static Address parse(String text, Path from) {
        if (text.contains("://") && !text.startsWith("file:")) {
            return parse(text);
        }
        try {
            String path = text.startsWith("file:") ? new URI(text).getPath() : text;
            if (path != null && !path.isEmpty()) {
                return new Local(from.resolve(path).normalize());
            }
        } catch (InvalidPathException | URISyntaxException e) {
            throw noAddress(text);
        }
        throw noAddress(text);
    }

    private static URI web(String text, String address) {
        try {
            var uri = new URI(address.replaceFirst("/+$", ""));
            boolean http = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw noAddress(text);
        }
        throw noAddress(text);
    }

    private static RuntimeException noAddress(String text) {
        return invalid("not a place of objects: '" + text + "'")
                .hint("a static location is written https://data.example.org/owls, "
                        + "a Git LFS server lfs+https://git.example.org/owls.git/info/lfs");
    }
}
