package org.datasetcommons.train;

/** A model as its directory has it: enough to use it, and to say what it learnt from. */
record KeptModel(Recipe recipe, Description description, Weights weights, Uses uses) {}
