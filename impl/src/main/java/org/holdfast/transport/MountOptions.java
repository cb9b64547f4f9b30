package org.holdfast.transport;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The options of a mount as {@code -o} gives them, sorted into what mount(2) takes as flags and what it takes as text.
 *
 * <p>{@code nosuid} and {@code nodev} hold unless {@code suid} or {@code dev} is asked for: an export may hold files that
 * somebody else made.
 */
public final class MountOptions {
    private static final long MS_NOSUID = 2;
    private static final long MS_NODEV = 4;

    /** Name of a flag to its bit (sys/mount.h); a name in {@link #CLEARING} clears the bit of its value instead. */
    private static final Map<String, Long> SETTING = Map.ofEntries(
            Map.entry("ro", 1L),
            Map.entry("nosuid", MS_NOSUID),
            Map.entry("nodev", MS_NODEV),
            Map.entry("noexec", 8L),
            Map.entry("sync", 16L),
            Map.entry("dirsync", 128L),
            Map.entry("nosymfollow", 256L),
            Map.entry("noatime", 1024L),
            Map.entry("nodiratime", 2048L),
            Map.entry("relatime", 1L << 21),
            Map.entry("strictatime", 1L << 24),
            Map.entry("lazytime", 1L << 25));

    private static final Map<String, String> CLEARING =
            Map.of("rw", "ro", "suid", "nosuid", "dev", "nodev", "exec", "noexec", "async", "sync", "atime", "noatime");

    /** What every mount has anyway, so that asking for it is no mistake. */
    private static final Set<String> IMPLIED = Set.of("defaults", "default_permissions");

    /** What the daemon decides itself. */
    private static final Set<String> OURS =
            Set.of("fd", "rootmode", "user_id", "group_id", "max_read", "fsname", "subtype", "blksize");

    private final Map<String, Long> flags = new LinkedHashMap<>();
    private final List<String> others = new ArrayList<>();
    private boolean allowOther;

    private MountOptions() {
        flags.put("nosuid", MS_NOSUID);
        flags.put("nodev", MS_NODEV);
    }

    /**
     * Reads options separated by commas; later ones win.
     *
     * @throws IllegalArgumentException for an option that is the daemon's own to decide; the message is for the user
     */
    public static MountOptions parse(List<String> options) {
        MountOptions parsed = new MountOptions();
        for (String list : options) {
            for (String option : list.split(",")) {
                if (!option.isEmpty()) {
                    parsed.add(option);
                }
            }
        }
        return parsed;
    }

    private void add(String option) {
        String name = option.replaceFirst("=.*", "");
        if (OURS.contains(name)) {
            throw new IllegalArgumentException("mount option '" + option + "' is set by holdfast itself; leave it out");
        } else if (SETTING.containsKey(option)) {
            flags.put(option, SETTING.get(option));
        } else if (CLEARING.containsKey(option)) {
            flags.remove(CLEARING.get(option));
        } else if (option.equals("allow_other")) {
            allowOther = true;
        } else if (!IMPLIED.contains(option)) {
            others.add(option);
        }
    }

    /** Whether the mount is read-only. */
    public boolean isReadonly() {
        return flags.containsKey("ro");
    }

    /** Whether other users were explicitly let in. */
    boolean allowsOther() {
        return allowOther;
    }

    /** The flags as mount(2) takes them. */
    long flags() {
        long bits = 0;
        for (long flag : flags.values()) {
            bits |= flag;
        }
        return bits;
    }

    /** The flags by name, as fusermount3 takes them. */
    List<String> flagNames() {
        return List.copyOf(flags.keySet());
    }

    /** Options that are for the kernel's FUSE module or a security module, as they were given. */
    List<String> others() {
        return others;
    }
}
