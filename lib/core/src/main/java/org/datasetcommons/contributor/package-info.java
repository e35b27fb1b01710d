/** People and the keys they sign with. */
package org.datasetcommons.contributor;
