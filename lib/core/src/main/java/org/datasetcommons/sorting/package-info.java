/** Putting in order more than memory holds. */
package org.datasetcommons.sorting;
