package org.datasetcommons.io.git;

import java.io.File;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.FS_POSIX;
import org.eclipse.jgit.util.FS_Win32;
import org.eclipse.jgit.util.SystemReader;

/** A file system on which no hook is found. JGit looks for one also where its porcelain is not used: before it pushes. */
final class WithoutHooks {
    private WithoutHooks() {}

    static FS fileSystem() {
        return SystemReader.getInstance().isWindows() ? new OnWindows() : new Elsewhere();
    }

    private static final class OnWindows extends FS_Win32 {
        OnWindows() {
            super(FS.DETECTED);
        }

        @Override
        public FS newInstance() {
            return new OnWindows();
        }

        @Override
        public File findHook(Repository repository, String name) {
            return null; // As JGit says that there is none.
        }
    }

    private static final class Elsewhere extends FS_POSIX {
        Elsewhere() {
            super(FS.DETECTED);
        }

        @Override
        public FS newInstance() {
            return new Elsewhere();
        }

        @Override
        public File findHook(Repository repository, String name) {
            return null; // As JGit says that there is none.
        }
    }
}
