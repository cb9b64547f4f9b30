package org.holdfast.spec.posix;

import java.util.SortedMap;
import java.util.SortedSet;

/** What a call answers. */
public sealed interface Result {
    /** An error; the world is as it was. */
    record Failed(Errno errno) implements Result {}

    /** Success without a value. */
    record Done() implements Result {}

    /** Whatever it is: no rule says. */
    record Unspecified() implements Result {}

    /** A number: of bytes, or a position. */
    record Number(long value) implements Result {}

    /** Bytes read, the target of a symlink, the value of an extended attribute. */
    record Bytes(String bytes) implements Result {}

    /** Names of extended attributes. */
    record Names(SortedSet<String> names) implements Result {}

    /** What a directory holds, without "." and "..". */
    record Entries(SortedMap<String, Kind> entries) implements Result {}

    /**
     * Attributes: stat(2).
     *
     * @param number which object it is: equal numbers are equal st_dev and st_ino
     * @param nlink as the file system counts it
     */
    record Status(int number, Obj object, int nlink) implements Result {}
}
