/** The open contribution: what was added and not signed yet. It lives below {@code .git/commons}, outside any commit. */
package org.datasetcommons.draft;
