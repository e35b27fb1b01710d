/** Plays a walk-through: a page of Markdown whose shell lines are run, by people with homes and keys of their own. */
package org.datasetcommons.cli.demo;
