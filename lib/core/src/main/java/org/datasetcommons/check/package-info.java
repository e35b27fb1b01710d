/** The rules that a version and a change must keep, and what they find. */
package org.datasetcommons.check;
