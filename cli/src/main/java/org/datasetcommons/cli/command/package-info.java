/** One class a verb: words into values, one use case, one outcome shown. */
package org.datasetcommons.cli.command;
