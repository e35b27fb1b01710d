/** A release in other people's formats, built as values: Croissant, CycloneDX, attribution, the dataset card. */
package org.datasetcommons.interop;
