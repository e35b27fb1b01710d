package org.datasetcommons.history;

/**
 * That a commit does not have a file which a parent of it has.
 *
 * @param parent the first that has it, counted from 1 as git counts them
 * @param isByAll whether all parents have it, so that it went here and not on one of several ways
 * @param isOfBranch whether the branch itself lost it here, going from first parent to first parent, and not an offer of it
 */
public record Removal(Commit commit, int parent, boolean isByAll, boolean isOfBranch) {}
