/** What a person can do, one class a verb. */
package org.datasetcommons.usecase;
