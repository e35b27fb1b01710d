/**
 * The door to Jackson and snakeyaml-engine: strict readers that turn YAML 1.2 and JSON into {@link
 * org.datasetcommons.document.Node}s with places, and refuse whatever two parsers could read in two ways.
 */
package org.datasetcommons.io.yaml;
