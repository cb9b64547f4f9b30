package org.holdfast.testkit;

import java.util.List;

/** The file systems that exports of the tests lie on. */
public enum FsKind {
    /** With a journal, 4 KiB blocks, and inodes for the largest tree of the tests. */
    EXT4("1g", "mkfs.ext4", "-q", "-F", "-b", "4096", "-N", "300000"),
    /** The same with room for two million files, and nothing left for the kernel to initialise while somebody measures. */
    LARGE_EXT4(
            "4g",
            "mkfs.ext4",
            "-q",
            "-F",
            "-b",
            "4096",
            "-N",
            "2600000",
            "-E",
            "lazy_itable_init=0,lazy_journal_init=0"),
    XFS("1g", "mkfs.xfs", "-q", "-f"),
    BTRFS("512m", "mkfs.btrfs", "-q", "-f"),
    TMPFS("", ""),
    /** Small blocks and little room: for running out of space. */
    SMALL_EXT4("20m", "mkfs.ext4", "-q", "-F", "-b", "1024", "-I", "256", "-N", "24000"),
    /** Hardly any room: a few hundred files, a megabyte. */
    TINY_EXT4("2m", "mkfs.ext4", "-q", "-F", "-b", "1024", "-I", "256", "-N", "256", "-O", "^has_journal"),
    /** exFAT through FUSE: no hard links, no owners, no symlinks. */
    NO_LINKS("64m", "mkfs.exfat");

    private final String size;
    private final List<String> makeCommand;

    FsKind(String size, String... makeCommand) {
        this.size = size;
        this.makeCommand = List.of(makeCommand);
    }

    /** Size of the image as truncate(1) takes it. */
    String size() {
        return size;
    }

    /** The command that makes the file system, without the device. */
    List<String> makeCommand() {
        return makeCommand;
    }
}
