/** Who vouches: SSHSIG signatures, DSSE envelopes, and the interfaces through which keys are used. */
package org.datasetcommons.signing;
