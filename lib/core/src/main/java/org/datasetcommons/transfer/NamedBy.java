package org.datasetcommons.transfer;

/** Who named a place of objects, which decides how far it is trusted. */
enum NamedBy {
    /** By words, by settings, or by naming the remote that it belongs to. */
    PERSON,
    /** In the charter or in {@code .lfsconfig}, which maintainers answer for. */
    DATASET,
    /** In a commit that a stranger offers. */
    PROPOSAL
}
