package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.testkit.CTools;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Kernel;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Project;
import org.holdfast.testkit.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over io_uring where it can be had, through /dev/fuse elsewhere; {@code status} says which and why. */
@MountTest
final class TransportTest {
    private final Fixture fixture = Fixture.of(FsKind.EXT4);
    private final Path source = fixture.source();
    private final Path client = fixture.client();
    private Kernel.Offer offer = () -> {};

    TransportTest() {
        assumeTrue(Kernel.knowsRings(), "FUSE over io_uring needs Linux 6.14");
    }

    @AfterEach
    void clean() {
        offer.close();
        fixture.close();
    }

    @ParameterizedTest(name = "--transport {0}, offered: {1}")
    @CsvSource({
        "auto,  true,  uring, queues",
        "uring, true,  uring, queues",
        "auto,  false, dev,   enable_uring is N",
        "dev,   true,  dev,   asked for"
    })
    void statusSaysWhichAndWhy(String choice, boolean offered, String transport, String reason) {
        offer = Kernel.offerRings(offered);
        try (DaemonProcess daemon = start(Project.launcher(), choice)) {
            assertServes(transport, reason, daemon);
        }
    }

    @Test
    void aProcessThatMayNotUseRingsReadsDevFuse() {
        List<String> forbidden = new ArrayList<>(List.of(CTools.noRings().toString()));
        forbidden.addAll(Project.launcher());
        offer = Kernel.offerRings(true);
        try (DaemonProcess daemon = start(forbidden, "auto")) {
            assertServes("dev", "io_uring_setup: Operation not permitted", daemon);
        }
        Program mount = Program.of(
                CTools.noRings(), Project.launcher().get(0), "mount", "--transport", "uring", source, client);
        Cli.assertRefused(mount, Cli.ENVIRONMENT, "io_uring", "not permitted", "seccomp");
    }

    @Test
    void ringsThatAreAskedForAndNotOfferedAreRefused() {
        offer = Kernel.offerRings(false);
        Cli.assertRefused(
                Cli.mount(source, client, "--transport", "uring"), Cli.ENVIRONMENT, "io_uring", "enable_uring is N");
    }

    /** Every CPU has a queue, also those on which the daemon may not run. */
    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void aDaemonThatIsKeptToOneCpuServesAll(String cpu) {
        assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "there is one CPU only");
        List<String> kept = new ArrayList<>(List.of("taskset", "-c", cpu));
        kept.addAll(Project.launcher());
        offer = Kernel.offerRings(true);
        try (DaemonProcess daemon = start(kept, "uring")) {
            for (String caller : List.of("0", "1")) {
                Program.of(
                                "taskset",
                                "-c",
                                caller,
                                "sh",
                                "-c",
                                "cd \"$1\" && echo $$ > a && cat a && rm a",
                                "sh",
                                client)
                        .mustSucceed();
            }
            assertThat(daemon.status().text("transport")).isEqualTo("uring");
        }
    }

    private DaemonProcess start(List<String> launcher, String transport) {
        return DaemonProcess.on(fixture.scratch(), source, client)
                .launcher(launcher)
                .options("--transport", transport)
                .start();
    }

    private void assertServes(String transport, String reason, DaemonProcess daemon) {
        Program.shell("cd \"$1\" && mkdir d && echo data > d/f && mv d/f d/g && cat d/g && rm -r d", client)
                .mustSucceed();
        Status status = daemon.status();
        assertThat(status.text("transport")).as("%s", status).isEqualTo(transport);
        assertThat(status.text("transport_reason")).as("%s", status).contains(reason);
        assertThat(Cli.command("status", client).mustSucceed().out())
                .contains("transport " + transport + ": ")
                .contains(reason);
    }
}
