package org.holdfast.bench;

/** What can be measured. */
public enum Part {
    /** How fast the phases are. */
    SPEED,
    /** How soon a daemon answers. */
    START,
    /** What it holds for what the kernel remembers. */
    MEMORY,
    /** How many system calls it makes for a step of each phase. */
    CALLS
}
