package org.holdfast.node;

/** What Resolve found, and whether the attributes that the caller took before it are to be relied on. */
enum Resolution {
    /** A node that the client already remembers; the attributes are from after the last change of its work links. */
    KNOWN,
    /** The same, but a work link may have come or gone since the attributes were taken: take them again. */
    KNOWN_UNSURE,
    /** A new node. */
    NEW,
    /** The same: a work link of an earlier node, or of one on another mount, may have gone or come. */
    NEW_UNSURE,
    /** Nothing was done: a directory may be one that has nothing but its file handle, and the caller's was not taken. */
    UNCOMPARED
}
