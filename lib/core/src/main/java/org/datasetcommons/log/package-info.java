/** A history that cannot be rewritten unnoticed: a Merkle log in the C2SP tlog-tiles layout, with signed checkpoints. */
package org.datasetcommons.log;
