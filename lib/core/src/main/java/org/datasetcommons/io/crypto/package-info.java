/** The door to Bouncy Castle: SSH keys and signatures. */
package org.datasetcommons.io.crypto;
