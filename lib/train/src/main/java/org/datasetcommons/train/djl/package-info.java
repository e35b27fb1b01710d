/** The door to DJL. */
package org.datasetcommons.train.djl;
