package org.holdfast.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;

/** The CPUs of this machine and of a thread, by number. */
public final class Cpus {
    private static final Path DIRECTORY = Path.of("/sys/devices/system/cpu");
    /** 8,192 CPUs: the most that Linux can be built for. */
    private static final int MASK_BYTES = 1024;

    private Cpus() {}

    /** All that may ever run here; the kernel's own count of them is their number. */
    public static BitSet possible() {
        return listed("possible");
    }

    /** All that run now. */
    public static BitSet online() {
        return listed("online");
    }

    private static BitSet listed(String name) {
        try {
            return parse(Files.readString(DIRECTORY.resolve(name)));
        } catch (IOException e) {
            throw new EnvironmentException("cannot read " + DIRECTORY.resolve(name) + ": " + e.getMessage());
        }
    }

    /** A list as in cpuset(7): "0-3,8,10-11". */
    static BitSet parse(String list) {
        BitSet cpus = new BitSet();
        for (String part : list.strip().split(",")) {
            String[] ends = part.split("-");
            cpus.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
        }
        return cpus;
    }

    /** Where the calling thread may run. */
    public static BitSet allowed(Sys sys) {
        NativeBuffer mask = NativeBuffer.allocate(MASK_BYTES);
        sys.schedGetAffinity(MASK_BYTES, mask.address());
        return BitSet.valueOf(mask.copy(0, MASK_BYTES));
    }

    /** Moves the calling thread alone to {@code cpus}; 0 or a negated errno. */
    public static int move(Sys sys, BitSet cpus) {
        NativeBuffer mask = NativeBuffer.allocate(MASK_BYTES);
        byte[] bits = cpus.toByteArray();
        for (int i = 0; i < bits.length; i++) {
            mask.putByte(i, bits[i]);
        }
        return Math.min(sys.schedSetAffinity(MASK_BYTES, mask.address()), 0);
    }
}
