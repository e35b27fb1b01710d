/** The dataset at one git revision: its charter, its people, its contributions, and the manifest that follows. */
package org.datasetcommons.version;
