package org.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kernel's memory for what a daemon's holds pin, from /proc/slabinfo (slabinfo(5)). */
final class Slab {
    /** Open files, names, and the inodes of the file systems that a source can lie on; not fuse_inode, the client's own. */
    private static final List<String> PINNED =
            List.of("filp", "dentry", "ext4_inode_cache", "xfs_inode", "btrfs_inode", "shmem_inode_cache");

    private Slab() {}

    /** Bytes in use by cache. */
    static Map<String, Long> now() {
        Map<String, Long> bytes = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/slabinfo"))) {
                String[] fields = line.split("\\s+");
                if (PINNED.contains(fields[0])) {
                    bytes.put(fields[0], Long.parseLong(fields[1]) * Long.parseLong(fields[3]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }

    /** What has been added since, where anything has. */
    static Map<String, Long> since(Map<String, Long> earlier) {
        Map<String, Long> grown = now();
        grown.replaceAll((name, bytes) -> bytes - earlier.getOrDefault(name, 0L));
        grown.values().removeIf(bytes -> bytes <= 0);
        return grown;
    }
}
