/** What an outcome looks like: text on a screen, JSON in a pipe, progress while waiting. */
package org.datasetcommons.cli.render;
