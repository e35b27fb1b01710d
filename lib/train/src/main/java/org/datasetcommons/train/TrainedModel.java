package org.datasetcommons.train;

/**
 * A model and what it was made of.
 *
 * @param metrics on what was held out
 */
record TrainedModel(Description description, Weights weights, Uses uses, Metrics metrics) {}
