package org.holdfast.kernel;

import java.nio.file.Path;
import java.util.Optional;

/** How a kind of daemon is started, and what it can do. */
public interface DaemonKind {
    /** One word, as it stands in reports and on the command line. */
    String name();

    /**
     * Starts one; the session begins with the client's INIT.
     *
     * @param export the directory to serve
     * @param scratch a directory on the same file system, not in the export, for its log and its work directory. What the
     *     daemon before has left there is still there.
     * @throws IllegalStateException if it cannot be started
     */
    Daemon start(Path export, Path scratch);

    /** Whether it can do that. */
    boolean can(Ability ability);

    /** The policy by which it holds objects (a word of the models); empty if nothing can be said of that. */
    default Optional<String> policy() {
        return Optional.empty();
    }

    /** How many nodes that could have a work link may have a descriptor instead when it has come to rest; 0 if none. */
    default int budget() {
        return 0;
    }

    /** Whether it has a directory that the client knows wherever the host moves it. */
    default boolean findsWhatTheHostMoves() {
        return true;
    }

    /** Whether it logs each FORGET of more than it has counted, and not only the 1st, 2nd, 4th, 8th ... */
    default boolean tellsOfEachOverForget() {
        return false;
    }

    /** Options with which {@code holdfast replay} starts this one, each with a blank behind it. */
    default String replayOptions() {
        return "";
    }
}
