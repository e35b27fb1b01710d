package org.datasetcommons.store;

/**
 * A file that was read.
 *
 * @param stamp how it looked before
 * @param content what was in it
 * @param blob git's name of what stands for it: of its pointer, or of itself; 40 hex digits
 */
record KnownFile(FileStamp stamp, Pointer content, String blob) {}
