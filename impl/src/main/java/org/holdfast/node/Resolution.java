package org.holdfast.node;

/** What Resolve found, and whether the attributes that the caller took before it are to be relied on. */
enum Resolution {
    /** A node that the client already remembers; the attributes are from after the last change of its work links. */
    KNOWN,
    /** The same, but a work link may have come or gone since the attributes were taken: take them again. */
    KNOWN_UNSURE,
    /** A new node. */
    NEW,
    /** A new node of an object whose earlier node was draining a moment ago: take the attributes again. */
    NEW_UNSURE
}
