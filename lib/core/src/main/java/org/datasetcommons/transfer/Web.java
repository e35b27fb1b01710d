package org.datasetcommons.transfer;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** HTTP, one request and its answer at a time: no redirects followed, no credentials known. {@code io.http} is behind it. */
public interface Web {
    /**
     * Sends a request and waits for the head of the answer.
     *
     * @throws IOException if there is no answer; a {@link java.net.ConnectException} if nobody is there to give one
     */
    Answer send(Ask ask) throws IOException, InterruptedException;

    /** Whether this host is this machine, or on a private network that outsiders do not reach. */
    boolean isInside(String host);

    /** A request. */
    record Ask(String method, URI uri, Map<String, String> headers, Optional<Body> body) {
        public Ask {
            headers = Map.copyOf(headers);
        }
    }

    /** What a request carries. */
    interface Body {
        /** How many bytes it has, all of which are sent. */
        long length();

        /** Its bytes from the start; opened again for each try. */
        InputStream open() throws IOException;

        /** Fails if a try failed because these bytes could not be read; another try would not help then. */
        default void requireReadable() {}
    }

    /** An answer; closing it gives the connection up, or back for the next request. */
    interface Answer extends Closeable {
        int status();

        /** The first header of this name. */
        Optional<String> header(String name);

        /** What it carries. Reading fails if the connection breaks or stands still for too long. */
        InputStream body();
    }
}
