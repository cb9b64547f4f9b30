package org.holdfast.mutant;

import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.holdfast.kernel.Holdfast;
import org.holdfast.testkit.Scratch;

/** Surroundings that a dialogue cannot make, with what a daemon must do in them. */
enum Plight {
    FEW_DESCRIPTORS("Z40 Z41", "no descriptor is left", Shortages::descriptors),
    FLOOD("Z16", "thousands of nodes are forgotten at once", Shortages::flood),
    MANY_LINKS("Z49", "a file has as many links as it may have", Shortages::links),
    TWO_MOUNTS("Z27", "a directory is mounted twice, once read-only", MountsBelow::readOnlyAndWritable),
    TWO_DEVICES("Z28", "two file systems have the same inode numbers", MountsBelow::sameInodeNumbers),
    MANY_DIRECTORIES("Z23 Z30", "directories are more than have a descriptor", Directories::many),
    UNUSED_FILES("Z31", "nobody has used the files for a while", UnusedFiles::removed),
    NOT_LINKABLE("Z51", "a file is immutable", Shortages::immutable),
    OTHER_CALLERS("Z53 Z61", "other users than root create files", Callers::creation),
    GROUPS("Z61", "a caller creates in a directory of one of his groups", Callers::groups),
    SET_USER_ID("Z61", "a caller writes to a set-user-id file", Callers::setUserId),
    WORKDIR_INSIDE("Z58", "the workdir lies in the export", Workdirs::inside),
    WORKDIR_WITH_OTHERS("Z54", "the workdir holds what others have put there", Workdirs::withOthers),
    WORK_LINK_GONE("Z60", "the host removes a work link", Workdirs::linkGone);

    private final List<String> rows;
    private final String said;
    private final Play play;

    Plight(String rows, String said, Play play) {
        this.rows = List.of(rows.split(" "));
        this.said = said;
        this.play = play;
    }

    /** What is done there, on an export of its own. */
    interface Play {
        void in(Scratch scratch, Holdfast kind) throws Broken, IOException;
    }

    /** All of them, beginning with those for a row of the zoo. */
    static List<Plight> beginningWith(String row) {
        return Stream.of(values())
                .sorted(Comparator.comparing(plight -> !plight.rows.contains(row)))
                .toList();
    }

    /** In words. */
    String said() {
        return said;
    }

    /** Puts a daemon into it; a daemon that does not answer has not done what it must. */
    void play(Holdfast kind) throws Broken, IOException {
        try (Scratch scratch = Scratch.create()) {
            play.in(scratch, kind);
        } catch (AssertionError e) {
            throw new Broken("P13", e.getMessage());
        }
    }
}
