package org.holdfast.trace;

/** One action of the lifecycle, named as in Holdfast.tla. */
public sealed interface Event {
    /** A work link or fd of a forgotten node is gone. */
    record Release(long nodeid) implements Event {}
}
