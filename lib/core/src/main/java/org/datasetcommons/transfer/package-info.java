/**
 * Content on its way: the places that objects come from and go to, and moving them side by side, going on where an
 * interrupted transfer stopped. Whatever a place sends is checked against the object's name before it is used.
 */
package org.datasetcommons.transfer;
