package org.datasetcommons.transfer;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.datasetcommons.store.Address;

/** The address of a git remote, in one of git's spellings, and where its objects are by convention. */
public record RemoteUrl(String text) {
    private static final Pattern SCP = Pattern.compile("(?:[^/@:]+@)?([^/:@]{2,}|\\[[0-9a-fA-F:]+]):(.*)");
    private static final String ENDPOINT = "/info/lfs";

    /** The address without a password that may be in it: for messages, logs and other people. */
    public String shown() {
        return text.replaceFirst("^([A-Za-z+]+://[^/@:]*):[^/@]*@", "$1@");
    }

    private boolean hasScheme() {
        return text.contains("://");
    }

    private String scheme() {
        return hasScheme() ? text.substring(0, text.indexOf("://")).toLowerCase(Locale.ROOT) : "";
    }

    boolean isSsh() {
        return switch (scheme()) {
            case "ssh", "git+ssh", "ssh+git" -> true;
            case "" -> SCP.matcher(text).matches();
            default -> false;
        };
    }

    private boolean isHere() {
        return scheme().equals("file") || (!hasScheme() && !isSsh());
    }

    /** Where the objects of this remote are, unless settings say otherwise. */
    Optional<Address> objects(Path from) {
        if (isHere()) {
            return Optional.of(Address.parse(text, from));
        }
        if (isSsh()) {
            return Optional.of(new Address.Ssh(text));
        }
        return lfsServer();
    }

    /** The same for somebody without an SSH key. */
    Optional<Address> lfsServer() {
        try {
            return Optional.of(new Address.Server(lfsEndpoint()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Where the objects are if all of the repository is served as plain files. */
    Optional<URI> plainFiles() {
        try {
            return hasScheme() && scheme().startsWith("http")
                    ? Optional.of(new URI(text.replaceFirst("/+$", "") + "/lfs"))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** The host, where the remote is on one. */
    Optional<String> host() {
        try {
            if (hasScheme()) {
                return Optional.ofNullable(new URI(text).getHost());
            }
            var scp = SCP.matcher(text);
            return scp.matches() ? Optional.of(scp.group(1)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** What the other end calls the repository. */
    String sshPath() {
        if (hasScheme()) {
            String rest = text.substring(text.indexOf("://") + 3);
            return rest.contains("/") ? rest.substring(rest.indexOf('/')) : "/";
        }
        var scp = SCP.matcher(text);
        return scp.matches() ? scp.group(2) : text;
    }

    /** The Git LFS server that belongs to a remote by convention (git-lfs docs/api/server-discovery.md). */
    URI lfsEndpoint() throws URISyntaxException {
        String base = text;
        if (isSsh()) {
            base = "https://" + host().orElse("") + "/" + sshPath().replaceFirst("^/+", "");
        } else if (scheme().equals("git")) {
            base = "https" + text.substring(text.indexOf("://"));
        }
        base = base.replaceFirst("/+$", "");
        // Of a host that is one repository, the name is not to become another host's.
        boolean isNamed = base.indexOf('/', base.indexOf("://") + 3) >= 0;
        return new URI(base + (base.endsWith(".git") || !isNamed ? "" : ".git") + ENDPOINT);
    }
}
