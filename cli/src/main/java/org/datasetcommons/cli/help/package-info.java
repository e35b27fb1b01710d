/** The reference, made from the commands themselves: help on a screen, pages for the web, man pages, completion. */
package org.datasetcommons.cli.help;
