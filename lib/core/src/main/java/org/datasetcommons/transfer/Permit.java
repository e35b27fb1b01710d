package org.datasetcommons.transfer;

/**
 * What may be done to get at a place, by who named it.
 *
 * @param identify whether the person's credentials may be shown there
 * @param inside whether it may be on this machine or a private network
 */
record Permit(boolean identify, boolean inside) {}
