package org.datasetcommons.io.git;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.lib.RepositoryCache.FileKey;
import org.eclipse.jgit.transport.BasePackFetchConnection;
import org.eclipse.jgit.transport.BasePackPushConnection;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackTransport;
import org.eclipse.jgit.transport.PushConnection;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.UploadPack;
import org.eclipse.jgit.transport.UploadPackInternalServerErrorException;

/**
 * The way to a repository on this machine: the other end runs in a thread of this process, as with JGit's own. That one
 * prints what fails at the other end; here it is the cause of what this end says.
 */
final class LocalTransport extends Transport implements PackTransport {
    private final File directory;

    private LocalTransport(Repository local, URIish uri, File directory) {
        super(local, uri);
        this.directory = directory;
    }

    /** The way to the repository at this address, if it is one on this machine. */
    static Optional<Transport> find(Repository local, URIish uri) {
        return directory(local, uri).map(directory -> new LocalTransport(local, uri, directory));
    }

    /** What git keeps of a repository on this machine. */
    static Optional<File> directory(Repository local, URIish uri) {
        boolean isHere = uri.getHost() == null
                && (uri.getScheme() == null || uri.getScheme().equals("file"));
        if (!isHere || uri.getPath() == null) {
            return Optional.empty();
        }
        File from = local.isBare() ? local.getDirectory() : local.getWorkTree();
        File there = local.getFS().resolve(from, uri.getPath());
        return there.isFile() ? Optional.empty() : Optional.ofNullable(FileKey.resolve(there, local.getFS()));
    }

    private Repository open() throws TransportException {
        try {
            return new RepositoryBuilder()
                    .setFS(local.getFS())
                    .setGitDir(directory)
                    .build();
        } catch (IOException e) {
            throw new TransportException(uri, "it cannot be opened", e);
        }
    }

    @Override
    public FetchConnection openFetch() throws TransportException {
        return new Fetching(
                this, new OtherEnd(open(), (there, in, out) -> new UploadPack(there).upload(in, out, null)));
    }

    @Override
    public PushConnection openPush() throws TransportException {
        return new Pushing(
                this, new OtherEnd(open(), (there, in, out) -> new ReceivePack(there).receive(in, out, null)));
    }

    @Override
    public void close() {
        // A connection is closed by itself.
    }

    private interface Talk {
        void go() throws TransportException;
    }

    private interface Service {
        void serve(Repository there, InputStream in, OutputStream out) throws IOException;
    }

    /** The other end of two pipes. */
    private static final class OtherEnd {
        /** Whoever asks may say much before it listens. */
        private static final int ROOM = 1 << 16;

        private final PipedInputStream in = new PipedInputStream();
        private final PipedOutputStream out = new PipedOutputStream();
        private final Thread thread;
        private volatile Optional<Exception> failure = Optional.empty();

        OtherEnd(Repository there, Service service) throws TransportException {
            var asked = new PipedInputStream(ROOM);
            var answers = new PipedOutputStream();
            try {
                in.connect(answers);
                out.connect(asked);
            } catch (IOException e) {
                there.close();
                throw new TransportException("cannot make a pipe", e);
            }
            thread = new Thread(() -> run(there, service, asked, answers), "other end");
            thread.setDaemon(true);
            thread.start();
        }

        private void run(Repository there, Service service, InputStream asked, OutputStream answers) {
            try (there;
                    asked;
                    answers) {
                service.serve(there, asked, answers);
            } catch (IOException | RuntimeException e) {
                failure = Optional.of(e);
            }
        }

        void end() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Speaks with the other end; what fails is told with what went wrong there. */
        void speak(Talk talk, Runnable close) throws TransportException {
            try {
                talk.go();
            } catch (TransportException e) {
                close.run();
                throw because(e);
            }
        }

        /** What this end says, with what went wrong at the other; that it could not say more is none of this. */
        private TransportException because(TransportException said) {
            end();
            return failure.filter(found -> found instanceof UploadPackInternalServerErrorException
                            || found instanceof RuntimeException)
                    .map(found -> found.getCause() == null ? found : found.getCause())
                    .map(cause -> new TransportException(String.valueOf(cause.getMessage()), cause))
                    .orElse(said);
        }
    }

    private static final class Fetching extends BasePackFetchConnection {
        private final OtherEnd other;

        Fetching(LocalTransport transport, OtherEnd other) throws TransportException {
            super(transport);
            this.other = other;
            init(other.in, other.out);
            other.speak(this::readAdvertisedRefs, this::close);
        }

        @Override
        protected void doFetch(ProgressMonitor monitor, Collection<Ref> want, Set<ObjectId> have, OutputStream messages)
                throws TransportException {
            other.speak(() -> super.doFetch(monitor, want, have, messages), this::close);
        }

        @Override
        public void close() {
            super.close();
            other.end();
        }
    }

    private static final class Pushing extends BasePackPushConnection {
        private final OtherEnd other;

        Pushing(LocalTransport transport, OtherEnd other) throws TransportException {
            super(transport);
            this.other = other;
            init(other.in, other.out);
            other.speak(this::readAdvertisedRefs, this::close);
        }

        @Override
        protected void doPush(ProgressMonitor monitor, Map<String, RemoteRefUpdate> updates, OutputStream messages)
                throws TransportException {
            other.speak(() -> super.doPush(monitor, updates, messages), this::close);
        }

        @Override
        public void close() {
            super.close();
            other.end();
        }
    }
}
