package org.holdfast.node;

/** Told of each work link that a long sweep has handled. */
@FunctionalInterface
public interface Progress {
    /** Tells nobody. */
    Progress SILENT = () -> {};

    void step();
}
