package org.holdfast.node;

/** What client threads do with a few files, and what they see of it; each owns the lookups that it was answered. */
public interface Clients {
    /** LOOKUP of a file: whether its node is new. */
    boolean lookup(int thread, int file);

    /** FORGET of one of the thread's lookups of a file; false when it has none. */
    boolean forget(int thread, int file);

    /** FORGET of more than there is, which takes the lookups of the others as well. */
    boolean forgetAll(int thread, int file);

    /** The lookup count of the node that the thread's last lookup of the file gave; -1 when it has none. */
    long count(int thread, int file);

    /** GETATTR of that node: 0, ESTALE, or -1 when it has none. */
    int getattr(int thread, int file);

    /** A request on that node begins: 0, ESTALE, or -1 when there is none or one of the thread is running. */
    int pin(int thread, int file);

    /** That request works and ends. */
    boolean unpin(int thread);

    /** LINK counts one more lookup of the node of the running request; false when it was forgotten, or none runs. */
    boolean again(int thread);
}
