/** What may be done: SPDX licence expressions, and which licences fit together in one dataset. */
package org.datasetcommons.license;
