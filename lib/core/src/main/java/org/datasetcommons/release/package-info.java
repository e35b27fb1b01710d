/** Versions that others rely on: what a release states, and whether it is true. */
package org.datasetcommons.release;
