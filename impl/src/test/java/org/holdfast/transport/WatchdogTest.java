package org.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.Sys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a mount whose daemon is gone; the daemon is played by closing its descriptor and its pipe. */
@EnabledIf(value = "canMount", disabledReason = "mounting needs root and /dev/fuse")
@Timeout(30)
class WatchdogTest {
    private static final Sys SYS = new LinuxSys();

    @TempDir
    Path directory;

    private Path target;
    private FuseMount mount;

    static boolean canMount() {
        return SYS.geteuid() == 0 && Files.exists(Path.of("/dev/fuse"));
    }

    @BeforeEach
    void mount() throws IOException {
        target = Files.createDirectory(directory.toRealPath().resolve("a mount \\ point"));
        mount = FuseMount.mount(SYS, Path.of("/source"), target, MountOptions.parse(List.of()));
    }

    @AfterEach
    void unmount() {
        mount.detach();
    }

    @Test
    void removesTheMountWhenTheDaemonIsGone() throws InterruptedException {
        Watchdog watchdog = Watchdog.over(mount.entry(), true);
        SYS.close(mount.fd());
        watchdog.vanish();
        awaitExit(watchdog);
        assertThat(MountEntry.at(target)).isEmpty();
    }

    @Test
    void leavesAnotherMountAtTheSamePlaceAlone() throws InterruptedException {
        Watchdog watchdog = Watchdog.over(mount.entry(), true);
        mount.detach();
        SYS.close(mount.fd());
        mount = FuseMount.mount(SYS, Path.of("/other"), target, MountOptions.parse(List.of()));
        Transport transport = DevFuse.serve(SYS, mount.fd(), 1, Rings.none("test"), TinyHandler::new, new Metrics());
        watchdog.vanish();
        awaitExit(watchdog);
        assertThat(mount.entry().isReachable()).isTrue();
        mount.detach();
        transport.awaitEnd();
    }

    @Test
    void endsWhenDismissed() throws InterruptedException {
        Watchdog watchdog = Watchdog.over(mount.entry(), true);
        watchdog.dismiss();
        awaitExit(watchdog);
        assertThat(mount.entry().isReachable()).isTrue();
        SYS.close(mount.fd());
    }

    private static void awaitExit(Watchdog watchdog) throws InterruptedException {
        assertThat(watchdog.process().orElseThrow().waitFor(10, TimeUnit.SECONDS))
                .isTrue();
    }
}
