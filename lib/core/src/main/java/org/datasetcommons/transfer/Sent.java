package org.datasetcommons.transfer;

/**
 * What went to a place.
 *
 * @param objects how many it lacked and has now
 * @param known how many it had already
 */
public record Sent(String place, long objects, long bytes, long known) {}
