/** Which bytes: SHA-256 digests and RFC 6962 Merkle trees over them. */
package org.datasetcommons.digest;
