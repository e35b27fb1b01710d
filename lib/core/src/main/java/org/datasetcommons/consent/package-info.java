/** What contributors allow and refuse. */
package org.datasetcommons.consent;
