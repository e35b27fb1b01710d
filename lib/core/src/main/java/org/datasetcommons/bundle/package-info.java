/** A pull request in one file: commits and the content they bring, for those who share no forge. */
package org.datasetcommons.bundle;
