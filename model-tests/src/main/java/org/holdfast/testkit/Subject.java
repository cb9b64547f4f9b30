package org.holdfast.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the tests are held against, by system property {@code holdfast.subject}: {@code holdfast} (the default), {@code native}
 * (no daemon: the mount point shows the source by a bind mount, which every test of a passthrough must agree with), or the
 * command line of another daemon with {@code SRC} and {@code MNT} in it, which has to return when it is mounted.
 */
public final class Subject {
    private static final String NAME = System.getProperty("holdfast.subject", "holdfast");

    private Subject() {}

    public static boolean isHoldfast() {
        return NAME.equals("holdfast");
    }

    /** No daemon at all: what differs then is wrong with the test. */
    public static boolean isNative() {
        return NAME.equals("native");
    }

    /** Mounts source on mountPoint; options are Holdfast's and concern nobody else. */
    public static Mounted mount(Scratch scratch, Path source, Path mountPoint, String... options) {
        if (isHoldfast()) {
            return DaemonProcess.on(scratch, source, mountPoint)
                    .options(options)
                    .start();
        }
        if (isNative()) {
            MountTable.bind(source, mountPoint);
        } else {
            List<Object> command = new ArrayList<>();
            for (String word : NAME.split(" ")) {
                command.add(word.replace("SRC", source.toString()).replace("MNT", mountPoint.toString()));
            }
            Program.of(command.toArray()).mustSucceed();
            Await.until("mounted on " + mountPoint, () -> MountTable.isMountPoint(mountPoint));
        }
        return new Other(source, mountPoint);
    }

    private record Other(Path source, Path mountPoint) implements Mounted {
        @Override
        public void close() {
            MountTable.unmountBelow(mountPoint);
        }
    }
}
