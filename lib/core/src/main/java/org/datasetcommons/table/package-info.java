/**
 * Tables row by row: the canonical form that is a row's identity, keys, differences and three-way merges. Reading CSV
 * and
 * JSON Lines is behind {@link org.datasetcommons.table.TableReader}, which {@code io.table} implements.
 */
package org.datasetcommons.table;
