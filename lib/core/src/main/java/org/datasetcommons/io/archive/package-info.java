/** The door to commons-compress. */
package org.datasetcommons.io.archive;
