/** Bringing contributions into a version, record by record. */
package org.datasetcommons.merge;
