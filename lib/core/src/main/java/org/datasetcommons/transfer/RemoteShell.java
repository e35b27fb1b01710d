package org.datasetcommons.transfer;

import java.io.IOException;

/** Runs a command at the other end of an SSH remote. */
@FunctionalInterface
public interface RemoteShell {
    /**
     * @param remote the remote's address, as {@code git@git.example.org:owls.git}
     * @return what the command printed
     * @throws IOException if there is no connection, or the command fails
     */
    byte[] run(String remote, String command) throws IOException;
}
