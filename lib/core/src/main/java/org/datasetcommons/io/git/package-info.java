/** The door to JGit. */
package org.datasetcommons.io.git;
