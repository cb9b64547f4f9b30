package org.holdfast.spec;

/** The rules of the design that a model can be without; TLA+: the BOOLEAN constants of Holdfast. */
public enum Rule {
    /** A hold is released only after the last pin. */
    Pins,
    /** An fd replaced by a link stays open until nobody uses it. */
    FdWaits,
    /** An undelivered entry reply gives its count back. */
    TakeBack,
    /** A node at count 0 is no longer matched by identity. */
    HideDraining,
    /** Find and insert are one passage under the lock. */
    LockResolve,
    /** An identity is a mount and an inode number. */
    MountKey,
    /** A nodeid is never given twice in a session. */
    FreshNodeids,
    /** A work link is named after its nodeid, not its inode number. */
    NameFromNodeid,
    /** The link is made before the client knows the node. */
    LinkBeforeReply,
    /** An fd replaced by a link is closed. */
    CloseAfterLink,
    /** A failed link keeps the fd. */
    FallbackToFd,
    /** Links of one object are made and removed one after the other. */
    OneAtATime,
    /** Replies show nlink without the work links. */
    MaskNlink,
    /** The mask counts the links of nodes that are about to go as well. */
    MaskDraining,
    /** The mask counts the links of nodes on other mounts as well. */
    MaskAllMounts,
    /** Attributes wait while a link of the object is being made or removed. */
    MaskWaits,
    /** Replies show the ctime from before the daemon's own link or unlink. */
    MaskCtime,
    /** The mask of the ctime outlives the node. */
    KeepMask,
    /** A node forgotten while pinned is released after the last pin. */
    ReleaseAtUnpin,
    /** A node whose link could not be removed stays in the table. */
    KeepStuck,
    /** A node is pinned while its fd is replaced by a link. */
    CoolPins,
    /** The fd of what has a file handle is closed only when nobody works with it. */
    ShutAlone,
    /** The fd of what has a file handle is closed only while the object has a name. */
    ShutNamed,
    /** A node that has no fd is matched by its file handle, not by its inode number alone. */
    CompareHandle,
    /** What has nothing but its file handle has an fd again before the client removes a name of it. */
    GuardRemoved,
    /** A directory that is found by its place has an fd again before the client moves it. */
    GuardMoved,
    /** The parent of a directory that is found by its place stays known. */
    KeepParent,
    /** A link is replaced by an fd only when nobody else works through the link. */
    WarmAlone,
    /** Attribute replies wait while a link is replaced by an fd. */
    WarmWaits,
    /** A link that could not be removed is the hold again. */
    WarmUndone,
    /** UNLINK removes a name with unlinkat; it does not move it into the work directory. */
    UnlinkByName,
    /** The reply to LINK is an entry and counts. */
    CountLink,
    /** A nodeid that the table does not know gets ESTALE. */
    StaleUnknown,
    /** A FORGET of more than the count takes it to 0. */
    ClampForget,
    /** INIT in a running session forgets every node. */
    ForgetAtInit,
    /** The sweep removes what the daemon made and nothing else. */
    SweepOwn,
    /** A session begins after the sweep. */
    SweepFirst
}
