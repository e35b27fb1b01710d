/** How it came to be: in-toto statements about contributions, releases and models. */
package org.datasetcommons.provenance;
