/** The {@code commons} program: words in, outcome out, exit status. */
package org.datasetcommons.cli;
