/** Content beside git: objects named by their digest, and the Git LFS pointers that stand for them. */
package org.datasetcommons.store;
