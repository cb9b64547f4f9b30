package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.holdfast.fuse.Opcode;
import org.junit.jupiter.api.Test;

/** Z47: looking at a file, forgetting it and looking again shows the same ctime; a real change shows. */
final class CtimeTest {
    private static long hostCtime(Export export, String name) {
        Object time = export.host().stat(name).get("ctime");
        return ((FileTime) time).to(TimeUnit.NANOSECONDS);
    }

    @Test
    void z47LookingDoesNotChangeIt() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "text");
            export.host().symlink("a", "s");
            for (String name : List.of("a", "s")) {
                long before = hostCtime(export, name);
                for (int i = 0; i < 20; i++) {
                    sleepPastTheClockTick();
                    Entry entry = client.lookup(Client.ROOT, name).entry();
                    assertThat(entry.attr().ctime()).isEqualTo(before);
                    assertThat(client.attr(entry.nodeid()).ctime()).isEqualTo(before);
                    client.forget(entry.nodeid(), 1);
                    if (i % 2 == 0) {
                        export.drain();
                    }
                }
                export.drain();
                assertThat(hostCtime(export, name)).as("on the host it moves").isGreaterThan(before);
            }
        }
    }

    @Test
    void z47ARealChangeShowsWhileItIsRememberedAndAfterwards() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "text");
            long before = hostCtime(export, "a");
            Entry entry = client.lookup(Client.ROOT, "a").entry();
            sleepPastTheClockTick();
            export.host().append("a", "more");
            long changed = client.attr(entry.nodeid()).ctime();
            assertThat(changed).isGreaterThan(before).isEqualTo(hostCtime(export, "a"));
            client.forget(entry.nodeid(), 1);
            export.drain();
            sleepPastTheClockTick();
            assertThat(client.lookup(Client.ROOT, "a").entry().attr().ctime()).isEqualTo(changed);
        }
    }

    @Test
    void aChangeWhileItIsForgottenShows() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "text");
            Entry entry = client.lookup(Client.ROOT, "a").entry();
            client.forget(entry.nodeid(), 1);
            export.drain();
            sleepPastTheClockTick();
            export.host().append("a", "more");
            long changed = hostCtime(export, "a");
            assertThat(client.lookup(Client.ROOT, "a").entry().attr().ctime()).isEqualTo(changed);
        }
    }

    @Test
    void theClientsOwnChangesShow() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "text");
            Entry entry = client.lookup(Client.ROOT, "a").entry();
            long last = entry.attr().ctime();
            sleepPastTheClockTick();
            long chmod = client.chmod(entry.nodeid(), 0600).attr().ctime();
            assertThat(chmod).isGreaterThan(last);
            sleepPastTheClockTick();
            long link =
                    client.link(entry.nodeid(), Client.ROOT, "b").entry().attr().ctime();
            assertThat(link).isGreaterThan(chmod);
            assertThat(client.attr(entry.nodeid()).ctime()).isEqualTo(link);
        }
    }

    @Test
    void everyKindOfReplyShowsTheSame() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "text");
            long before = hostCtime(export, "a");
            sleepPastTheClockTick();
            long handle = client.opendir(Client.ROOT).handle();
            Entry listed = client.readdirplus(Client.ROOT, handle, 0, 4096).listed().stream()
                    .filter(entry -> entry.name().equals("a"))
                    .findFirst()
                    .orElseThrow()
                    .entry();
            Answer statx = client.send(
                    new Message(Opcode.STATX, listed.nodeid()).u32(0, 0).u64(0).u32(0, 0xfff));
            assertThat(listed.attr().ctime()).isEqualTo(before);
            assertThat(statx.u64(32 + 96) * 1_000_000_000L + statx.u32(32 + 104))
                    .isEqualTo(before);
            assertThat(statx.u32(32 + 16)).as("nlink of statx").isEqualTo(1);
        }
    }

    /** The kernel stamps with a clock that ticks every 1 to 10 ms. */
    private static void sleepPastTheClockTick() {
        try {
            Thread.sleep(11);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
