/** What is shared: paths, records, terms, the charter, and the manifest of a version. */
package org.datasetcommons.dataset;
