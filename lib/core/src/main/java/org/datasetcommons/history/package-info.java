/** Versions as git keeps them: commits, trees, branches, tags, remotes; {@code io.git} is behind it. */
package org.datasetcommons.history;
