package org.datasetcommons.io.git;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.concurrent.CancellationException;
import org.datasetcommons.transfer.RemoteShell;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;

/** Runs a command at the other end of an SSH remote, with the keys and known hosts that fetching from it uses. */
public final class SshShell implements RemoteShell {
    private static final int SECONDS = 30;
    private static final int MAX_ANSWER = 64 << 10;

    @Override
    public byte[] run(String remote, String command) throws IOException {
        try {
            var session =
                    SshSessionFactory.getInstance().getSession(new URIish(remote), null, FS.DETECTED, SECONDS * 1000);
            try {
                var process = session.exec(command, SECONDS);
                byte[] answer = process.getInputStream().readNBytes(MAX_ANSWER);
                int code = process.waitFor();
                if (code != 0) {
                    throw new IOException("`" + command + "` ends with " + code + " there");
                }
                return answer;
            } finally {
                session.disconnect();
            }
        } catch (URISyntaxException e) {
            throw new IOException("not the address of a repository", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }
}
