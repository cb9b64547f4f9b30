package org.holdfast.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A fresh file system of its own, mounted below a scratch directory; it goes with that directory. */
public final class LoopFs {
    private static final int LOOP_DEVICES = 64;

    private LoopFs() {}

    /** Makes one and returns where it is mounted; its root may be written by root only. */
    public static Path mount(Scratch scratch, FsKind kind) {
        String name = kind.name().toLowerCase().replace('_', '-');
        Path point = scratch.directory(name);
        if (kind == FsKind.TMPFS) {
            Program.of("mount", "-t", "tmpfs", "-o", "size=3g,mode=755", "holdfast-test", point)
                    .mustSucceed();
            return point;
        }
        Path image = scratch.images().resolve(point.getFileName() + ".img");
        Program.of("truncate", "-s", kind.size(), image).mustSucceed();
        List<Object> make = new ArrayList<>(kind.makeCommand());
        make.add(image);
        Program.of(make.toArray()).mustSucceed();
        String device = attach(image);
        if (kind == FsKind.NO_LINKS) {
            Program.of("mount.exfat-fuse", device, point).mustSucceed();
            Await.until("exFAT is mounted on " + point, () -> MountTable.isMountPoint(point));
        } else {
            Program.of("mount", device, point).mustSucceed();
        }
        return point;
    }

    /** Mounts the image of a file system that is read only; where. */
    public static Path mountReadOnly(Scratch scratch, String type, Path image) {
        Path point = scratch.directory(type);
        Program.of("mount", "-t", type, "-o", "ro", attach(image), point).mustSucceed();
        return point;
    }

    /** Attaches an image to a free loop device; makes the device nodes that a bare /dev lacks. */
    private static synchronized String attach(Path image) {
        Program.Result result = Program.of("losetup", "-f", "--show", image).run();
        if (result.exit() != 0) {
            Program.shell("for i in $(seq 0 $1); do [ -e /dev/loop$i ] || mknod /dev/loop$i b 7 $i; done", LOOP_DEVICES)
                    .mustSucceed();
            result = Program.of("losetup", "-f", "--show", image).mustSucceed();
        }
        return result.out().strip();
    }
}
