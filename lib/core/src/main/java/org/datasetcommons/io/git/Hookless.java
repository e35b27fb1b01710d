package org.datasetcommons.io.git;

import java.io.File;
import java.io.OutputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;
import org.eclipse.jgit.util.FS_Win32;
import org.eclipse.jgit.util.ProcessResult;

/**
 * The file system as JGit sees it, without hooks. A hook is a program that lies in a repository, and a repository may have come
 * from anybody; even JGit's transports would run the one for pushing.
 */
final class Hookless {
    private static final ProcessResult NONE = new ProcessResult(ProcessResult.Status.NOT_PRESENT);

    private Hookless() {}

    static FS detected() {
        return FS.DETECTED instanceof FS_Win32 ? new Windows() : new Posix();
    }

    private static final class Posix extends FS_POSIX {
        Posix() {
            super(FS.DETECTED);
        }

        @Override
        public FS newInstance() {
            return new Posix();
        }

        @Override
        public File findHook(Repository repository, String name) {
            return null; // As JGit says that there is none.
        }

        @Override
        public ProcessResult runHookIfPresent(
                Repository repository, String name, String[] words, OutputStream out, OutputStream err, String in) {
            return NONE;
        }
    }

    private static final class Windows extends FS_Win32 {
        Windows() {
            super(FS.DETECTED);
        }

        @Override
        public FS newInstance() {
            return new Windows();
        }

        @Override
        public File findHook(Repository repository, String name) {
            return null; // As JGit says that there is none.
        }

        @Override
        public ProcessResult runHookIfPresent(
                Repository repository, String name, String[] words, OutputStream out, OutputStream err, String in) {
            return NONE;
        }
    }
}
