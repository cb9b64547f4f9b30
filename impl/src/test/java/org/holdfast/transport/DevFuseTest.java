package org.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.OpenFlags;
import org.holdfast.os.Sys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Real mounts of a tiny file system. */
@EnabledIf(value = "canMount", disabledReason = "mounting needs root and /dev/fuse")
@Timeout(30)
class DevFuseTest {
    private static final Sys SYS = new LinuxSys();
    private static final int WORKERS = 2;

    @TempDir
    Path target;

    private final TinyHandler handler = new TinyHandler();
    private final Metrics metrics = new Metrics();
    private FuseMount mount;
    private Transport transport;

    static boolean canMount() {
        return SYS.geteuid() == 0 && Files.exists(Path.of("/dev/fuse"));
    }

    @BeforeEach
    void mount() throws IOException {
        target = target.toRealPath();
        mount = FuseMount.mount(SYS, Path.of("/some where"), target, MountOptions.parse(List.of()));
        transport = DevFuse.serve(SYS, mount.fd(), WORKERS, Rings.none("test"), () -> handler, metrics);
    }

    @AfterEach
    void unmount() throws InterruptedException {
        handler.slowMayEnd.countDown();
        mount.abort();
        mount.detach();
        transport.awaitEnd();
        assertThat(MountEntry.at(target)).isEmpty();
    }

    @Test
    void servesRequestsAndCountsThem() throws Exception {
        assertThat(Files.isDirectory(target)).isTrue();
        assertThat(target.toFile().list()).isEmpty();
        assertThat(target.resolve("missing")).doesNotExist();
        assertThat(Files.getFileStore(target).getBlockSize()).isEqualTo(4096);

        // A request is counted when its reply has been written, which is after the program that asked goes on.
        while (!metrics.requests().containsKey("STATFS")) {
            Thread.sleep(1);
        }
        assertThat(metrics.requests()).containsEntry("INIT", 1L).containsKeys("GETATTR", "LOOKUP");
        assertThat(metrics.errors().get("LOOKUP")).containsKey("ENOENT");
        assertThat(metrics.latencies().get("LOOKUP").p99()).isPositive();
    }

    @Test
    void isListedWithItsSourceAndType() {
        assertThat(mount.entry().source()).isEqualTo("/some where");
        assertThat(mount.entry().isHoldfast()).isTrue();
        assertThat(mount.entry().isReachable()).isTrue();
        assertThat(mount.entry().option("max_read")).contains("1048576");
    }

    @Test
    void endsByItselfWhenUnmounted() throws InterruptedException {
        assertThat(mount.unmount()).isTrue();
        transport.awaitEnd();
        assertThat(mount.entry().isReachable()).isFalse();
    }

    @Test
    void aBusyMountIsNotUnmounted() throws IOException {
        try (var open = Files.newDirectoryStream(target)) {
            assertThat(mount.unmount()).isFalse();
            assertThat(open).isEmpty();
        }
    }

    @Test
    void aHandlerThatThrowsCostsOneRequestOnly() {
        for (int i = 0; i < 2 * WORKERS; i++) {
            assertThatThrownBy(() -> Files.readAttributes(target.resolve(TinyHandler.THROWS), "*"))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("Input/output error");
        }
        assertThat(Files.isDirectory(target)).isTrue();
    }

    @Test
    void aReplyTheKernelRefusesIsTakenBackAndTheRequestFails() throws InterruptedException {
        assertThatThrownBy(() -> Files.readAttributes(target.resolve(TinyHandler.TOO_LONG), "*"))
                .isInstanceOf(FileSystemException.class);
        handler.takenBack.await();
        assertThat(Files.isDirectory(target)).isTrue();
    }

    @Test
    void sealingLetsTheRequestInHandFinishAndRefusesLaterOnes() throws Exception {
        // Only a LOOKUP: newer Javas ask for more attributes than that brings, which is a second request.
        NativeBuffer path = NativeBuffer.string(target.resolve(TinyHandler.SLOW).toString());
        CompletableFuture<Integer> slow = CompletableFuture.supplyAsync(
                () -> new LinuxSys().openat(Sys.AT_FDCWD, path.address(), OpenFlags.O_PATH, 0));
        handler.slowBegun.await();
        assertThat(transport.seal(50)).isEqualTo(1);
        handler.slowMayEnd.countDown();
        assertThat(transport.seal(5_000)).isZero();
        assertThat(slow.get(5, TimeUnit.SECONDS)).isNotNegative();
        assertThatThrownBy(() -> Files.readAttributes(target, "*")).hasMessageContaining("not connected");
    }
}
