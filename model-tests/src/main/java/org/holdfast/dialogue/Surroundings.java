package org.holdfast.dialogue;

import java.util.Set;

/**
 * What a dialogue is judged by beside its lines.
 *
 * @param uid whom files belong to that the daemon and the host make
 * @param gid their group
 * @param fineTimes whether a change after a look at the times always shows in them
 * @param generations whether nodeids that mean something else later are looked for
 * @param keepsWhatTheHostRemoves whether an object that the client knows outlives its last name when the host takes it
 * @param keepsDirectories whether a directory does so too
 * @param findsWhatTheHostMoves whether a directory that the client knows is found wherever the host moves it
 * @param givenBefore nodeids that the daemon has given in dialogues before
 */
record Surroundings(
        int uid,
        int gid,
        boolean fineTimes,
        boolean generations,
        boolean keepsWhatTheHostRemoves,
        boolean keepsDirectories,
        boolean findsWhatTheHostMoves,
        Set<Known.Given> givenBefore) {}
