package org.holdfast.spec;

/** The ctime of an object, as it is told to the client; TLA+: ShownCtime and the field ctime of an object. */
public enum Ctime {
    /** None is told. */
    NONE,
    /** That of the last change by anybody but the daemon. */
    LAST,
    /** That of the daemon's own link or unlink, as the file system has it. */
    OWN,
    /** That of the last change: the mask shows it in place of the daemon's own. Never in a reply. */
    MASKED,
    /** That of a change before the last one, which fell between the two looks that the daemon took around its own. */
    LATE,
    /** That of the daemon's own, because it took two of its own for somebody else's change. */
    TORN
}
