package org.holdfast.dialogue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.holdfast.kernel.Ability;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.Daemon;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.kernel.KernelClient;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.Sys;
import org.holdfast.spec.posix.Settings;
import org.holdfast.spec.posix.World;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.HostFile;

/**
 * An export with a daemon, for one dialogue after the other. The same daemon serves as long as nothing goes wrong: that
 * nodeids never mean something else holds for its whole life.
 */
public final class Stage implements AutoCloseable {
    private static final Sys SYS = new LinuxSys();
    private static final String OVER_FORGET = "over-FORGET number";

    private static final Duration SETTLING = Duration.ofMillis(20);

    private final DaemonKind kind;
    private final Path top;
    private final Path export;
    private final Settings settings;
    private final boolean fineTimes;
    private final Set<Known.Given> given = new HashSet<>();
    private Daemon daemon;
    private Map<Integer, String> own;
    private int overForgets;

    /** Nothing runs yet; {@code scratch} is a directory of this stage's own. */
    public Stage(DaemonKind kind, Path scratch) {
        this.kind = kind;
        try {
            top = Files.createDirectories(scratch.resolve("scratch"));
            export = Files.createDirectories(scratch.resolve("export"));
            Files.setPosixFilePermissions(export, PosixFilePermissions.fromString("rwxr-xr-x"));
            boolean counted = (int) Files.getAttribute(export, "unix:nlink") == 2;
            settings = new Settings(true, false, 0, 0, counted, false, false);
            fineTimes = hasFineTimes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the time of a change after a look is later, also that of a directory that loses a name. */
    private boolean hasFineTimes() throws IOException {
        Path file = export.resolve("file");
        boolean fine = true;
        for (int i = 0; i < 3; i++) {
            Files.createFile(file);
            long before = HostFile.at(export).orElseThrow().ctime();
            Files.delete(file);
            fine &= HostFile.at(export).orElseThrow().ctime() > before;
        }
        return fine;
    }

    DaemonKind kind() {
        return kind;
    }

    Path export() {
        return export;
    }

    Daemon daemon() {
        return daemon;
    }

    KernelClient client() {
        return daemon.client();
    }

    /** Descriptors that the daemon has had since its start. */
    Map<Integer, String> own() {
        return own;
    }

    /** The directory of the export and of what the daemon keeps. */
    Path top() {
        return export.getParent();
    }

    /** An empty export and a daemon of which the client remembers nothing; what is known of it. */
    Known prepare() {
        empty();
        if (daemon == null) {
            start();
        }
        Known known = new Known(
                settings,
                new Surroundings(
                        SYS.geteuid(),
                        SYS.getegid(),
                        fineTimes,
                        kind.can(Ability.GENERATION),
                        kind.can(Ability.WORKDIR),
                        kind.can(Ability.WORKDIR) && kind.budget() == 0,
                        kind.findsWhatTheHostMoves(),
                        given));
        known.inos.put(World.ROOT, HostFile.at(export).orElseThrow().ino());
        return known;
    }

    private void empty() {
        try (Stream<Path> files = Files.walk(export)) {
            List<Path> all = files.sorted((a, b) -> b.compareTo(a)).toList();
            for (Path file : all.subList(0, all.size() - 1)) {
                Files.delete(file);
            }
            Files.setPosixFilePermissions(export, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a daemon where there is none. */
    void start() {
        daemon = kind.start(export, top);
        given.clear();
        overForgets = 0;
        init();
        client().lookup(KernelClient.ROOT, "no such name");
        client().getattr(KernelClient.ROOT);
        own = daemon.descriptors();
    }

    /** INIT, also in the running session. */
    void init() {
        Answer answer = client().init(KernelClient.NEWEST_MINOR);
        if (!answer.ok()) {
            throw new AssertionError("INIT got " + answer);
        }
        given.clear();
    }

    /** kill -9, and another one. */
    void crash() {
        daemon.kill();
        daemon = null;
        start();
    }

    /** The end of the client, and another daemon; the first one's exit code. */
    int unmount() {
        int exit = daemon.unmount();
        daemon = null;
        return exit;
    }

    /** The nodeids that a dialogue has seen. */
    void gave(Set<Known.Given> more) {
        given.addAll(more);
    }

    /** Whether the daemon has logged anew that it was to forget more lookups than it has counted. */
    boolean tellsOfOverForgets() {
        int times = daemon.log().split(OVER_FORGET, -1).length - 1;
        boolean more = times > overForgets;
        overForgets = times;
        return more;
    }

    /** The last line of the log that says so. */
    String overForget() {
        return daemon.log().lines().filter(line -> line.contains(OVER_FORGET)).reduce("", (first, second) -> second);
    }

    boolean hasWorkdir() {
        return daemon.workdir()
                .filter(dir -> Files.exists(dir, LinkOption.NOFOLLOW_LINKS))
                .isPresent();
    }

    /** After a difference: INIT begins anew with the same daemon if that leaves nothing; otherwise it is abandoned. */
    void recover() {
        try {
            if (daemon == null || daemon.hasEnded() || !kind.can(Ability.INIT_AGAIN)) {
                abandon();
                return;
            }
            init();
            Known none = prepare();
            client().getattr(KernelClient.ROOT);
            Await.pause(SETTLING);
            if (Remains.wrong(this, none).isPresent()) {
                abandon();
            }
        } catch (AssertionError e) {
            abandon();
        }
    }

    /** Whatever state the daemon is in, the next dialogue gets another one. */
    public void abandon() {
        if (daemon != null) {
            daemon.close();
            daemon = null;
        }
    }

    /** Unmounts; the daemon must end in good order. */
    @Override
    public void close() {
        if (daemon != null) {
            String log = daemon.log();
            int exit = unmount();
            if (exit != 0 && kind.policy().isPresent()) {
                throw new AssertionError(
                        "after the end of its client the daemon ended with exit code " + exit + ". Its log:\n" + log);
            }
        }
    }
}
