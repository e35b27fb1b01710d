/** The door to FastCSV: reads CSV, TSV and JSON Lines strictly, row by row. */
package org.datasetcommons.io.table;
