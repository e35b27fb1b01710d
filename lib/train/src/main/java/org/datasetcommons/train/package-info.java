/** Training and evaluation over exactly one version of a dataset. */
package org.datasetcommons.train;
