package org.holdfast.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a daemon is to be started: {@code holdfast mount OPTIONS SOURCE MOUNTPOINT}, with limits. */
public final class DaemonStart {
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
        command.addAll(options);
        command.add(source.toString());
        command.add(mountPoint.toString());
        return command;
    }
}
