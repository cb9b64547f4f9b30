package org.holdfast.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a daemon is to be started: {@code holdfast mount OPTIONS SOURCE MOUNTPOINT}, with limits. */
public final class DaemonStart {
    /**
     * {@code holdfast.transport}: the {@code --transport} of every mount that does not choose one itself. With {@code uring}
     * the kernel offers FUSE over io_uring until the tests end.
     */
    private static final String TRANSPORT = System.getProperty("holdfast.transport", "");

    /**
     * {@code holdfast.policy}: the words of {@code --policy} of every mount that does not choose one itself. Without it the
     * policy under which each inode goes through a link's life.
     */
    private static final String POLICY = System.getProperty("holdfast.policy", "link");

    /** {@code holdfast.data}: the {@code --data} of every mount that does not choose one itself. */
    private static final String DATA = System.getProperty("holdfast.data", "");

    static {
        if (TRANSPORT.equals("uring")) {
            Kernel.Offer offer = Kernel.offerRings(true);
            Runtime.getRuntime().addShutdownHook(new Thread(offer::close));
        }
    }

    private final Scratch scratch;
    private final Path source;
    private final Path mountPoint;
    private final List<String> options = new ArrayList<>();
    private String before = "";
    private Path workdir;
    private List<String> launcher = Project.launcher();

    DaemonStart(Scratch scratch, Path source, Path mountPoint) {
        this.scratch = scratch;
        this.source = source;
        this.mountPoint = mountPoint;
        this.workdir = source.resolve(".holdfast");
    }

    /** Whether mounts let the kernel read and write files itself where a test does not choose. */
    public static boolean isDataTheKernels() {
        return DATA.equals("kernel");
    }

    public DaemonStart options(String... words) {
        options.addAll(List.of(words));
        return this;
    }

    /** {@code --workdir}. */
    public DaemonStart workdir(Path directory) {
        workdir = directory;
        return options("--workdir", directory.toString());
    }

    /** The soft and hard limit of open file descriptors (RLIMIT_NOFILE). */
    public DaemonStart fdLimit(int limit) {
        before += "ulimit -n " + limit + "; ";
        return this;
    }

    /** The words of another command than {@code holdfast}: one with a planted bug. */
    public DaemonStart launcher(List<String> words) {
        launcher = words;
        return this;
    }

    /** Without CAP_DAC_READ_SEARCH, which opens file handles, whatever else the caller may do. */
    public DaemonStart withoutFileHandles() {
        launcher = new ArrayList<>(launcher);
        launcher.addAll(0, List.of("setpriv", "--bounding-set", "-dac_read_search"));
        return this;
    }

    public DaemonProcess start() {
        return DaemonProcess.start(this);
    }

    /** The same command run to its end, for starts that must fail; one that succeeds hangs until the limit. */
    public Program program() {
        return Program.of(command().toArray());
    }

    Scratch scratch() {
        return scratch;
    }

    Path source() {
        return source;
    }

    Path mountPoint() {
        return mountPoint;
    }

    Path workdir() {
        return workdir;
    }

    List<String> command() {
        List<String> command = new ArrayList<>(List.of("sh", "-c", before + "exec \"$@\"", "sh"));
        command.addAll(launcher);
        command.add("mount");
        if (!TRANSPORT.isEmpty() && !options.contains("--transport")) {
            command.addAll(List.of("--transport", TRANSPORT));
        }
        if (!DATA.isEmpty() && !options.contains("--data")) {
            command.addAll(List.of("--data", DATA));
        }
        if (!options.contains("--policy")) {
            command.add("--policy");
            command.addAll(List.of(POLICY.split(" ")));
        }
        command.addAll(options);
        command.add(source.toString());
        command.add(mountPoint.toString());
        return command;
    }
}
