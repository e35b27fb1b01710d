/**
 * Structured text as values: what the strict YAML and JSON readers return, and what is written as JSON. It knows no
 * parser;
 * {@code io.yaml} is the door to those.
 */
package org.datasetcommons.document;
