/** Who decides: the roles of a dataset and their thresholds. */
package org.datasetcommons.governance;
