package org.holdfast.modelfs;

import java.time.Instant;
import java.util.Map;
import jnr.ffi.Memory;
import jnr.ffi.Runtime;
import jnr.ffi.Struct;
import org.holdfast.spec.posix.Body;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.Obj;
import org.holdfast.spec.posix.Result;
import ru.serce.jnrfuse.struct.FileStat;
import ru.serce.jnrfuse.struct.Timespec;

/** Attributes between the model and {@code struct stat}. */
final class Attr {
    private static final int BLOCK = 512;
    private static final int PREFERRED = 4096;
    private static final Map<Kind, Integer> TYPES = Map.of(
            Kind.FILE, FileStat.S_IFREG,
            Kind.DIRECTORY, FileStat.S_IFDIR,
            Kind.SYMLINK, FileStat.S_IFLNK,
            Kind.FIFO, FileStat.S_IFIFO,
            Kind.SOCKET, FileStat.S_IFSOCK,
            Kind.CHARACTER, FileStat.S_IFCHR,
            Kind.BLOCK, FileStat.S_IFBLK);

    private Attr() {}

    /**
     * Fills {@code stat} with what the model's stat(2) says.
     *
     * @param own links that libfuse counts beside the names
     */
    static void fill(FileStat stat, Result.Status status, int own, Machine machine) {
        Obj object = status.object();
        stat.st_ino.set(status.number());
        stat.st_mode.set(TYPES.get(object.kind()) | object.mode());
        stat.st_nlink.set(status.nlink() + own);
        stat.st_uid.set(object.uid());
        stat.st_gid.set(object.gid());
        stat.st_size.set(object.size());
        stat.st_blocks.set((object.size() + BLOCK - 1) / BLOCK);
        stat.st_blksize.set(PREFERRED);
        if (object.body() instanceof Body.Device device) {
            stat.st_rdev.set(Device.number(device.major(), device.minor()));
        }
        set(stat.st_atim, machine.moment(object.atime()));
        set(stat.st_mtim, machine.moment(object.mtime()));
        set(stat.st_ctim, machine.moment(object.ctime()));
    }

    private static void set(Timespec to, Instant moment) {
        to.tv_sec.set(moment.getEpochSecond());
        to.tv_nsec.set(moment.getNano());
    }

    /** What readdir(3) says of a name. */
    static FileStat entry(int number, Kind kind) {
        Runtime runtime = Runtime.getSystemRuntime();
        FileStat stat = FileStat.of(Memory.allocateDirect(runtime, Struct.size(new FileStat(runtime)), true));
        stat.st_ino.set(number);
        stat.st_mode.set(TYPES.get(kind));
        return stat;
    }

    /** The kind that S_IFMT of a mode says; none at all is a regular file. */
    static Kind kind(long mode) {
        return TYPES.entrySet().stream()
                .filter(type -> type.getValue() == (mode & FileStat.S_IFMT))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Kind.FILE);
    }

    /** Device numbers as the kernel's new_encode_dev packs them. */
    static final class Device {
        private Device() {}

        static int number(int major, int minor) {
            return minor & 0xff | major << 8 | (minor & ~0xff) << 12;
        }

        static int major(long number) {
            return (int) (number >> 8 & 0xfff);
        }

        static int minor(long number) {
            return (int) (number & 0xff | number >> 12 & 0xfff00);
        }
    }
}
