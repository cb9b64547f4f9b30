package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import org.holdfast.fuse.Opcode;
import org.holdfast.os.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** INIT and DESTROY: what is agreed on, and P15: a session leaves no state to the next one. */
final class SessionTest {
    private static final int INIT_EXT = 1 << 30;

    private static Answer init(Client client, int major, int minor, int flags) {
        return client.send(
                new Message(Opcode.INIT, 0).u32(major, minor, 1 << 17, flags, 0).u32(new int[11]));
    }

    private static void fill(Export export) {
        Client client = export.theClient();
        for (int i = 0; i < 40; i++) {
            client.create(Client.ROOT, "f" + i, 2, 0644).ok();
        }
        long directory = client.mkdir(Client.ROOT, "d").nodeid();
        client.opendir(directory).ok();
        assertThat(export.counts().links()).isEqualTo(40);
        assertThat(export.counts().handles()).isEqualTo(41);
    }

    @Test
    void z19SecondInitStartsAnew() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            client.init().ok();
            fill(export);
            long before = client.lookup(Client.ROOT, "f0").nodeid();
            client.init().ok();
            export.checkIdle();
            assertThat(client.getattr(before).errno()).isEqualTo(Errno.ESTALE);
            assertThat(client.lookup(Client.ROOT, "f0").nodeid()).isNotEqualTo(before);
        }
    }

    @Test
    void z19DestroyLeavesNothing() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            client.init().ok();
            fill(export);
            client.destroy().ok();
            export.checkIdle();
            client.init().ok();
            client.lookup(Client.ROOT, "f0").ok();
        }
    }

    @Test
    void closingWithoutDestroyLeavesNothingEither() {
        try (Export export = Export.open()) {
            export.expectLeftoversUntilClose();
            fill(export);
        }
    }

    @ParameterizedTest
    @CsvSource({"7, 31, 0", "7, 30, 71", "6, 45, 71", "7, 0, 71", "7, 45, 0", "7, 99, 0"})
    void oldKernelsAreRefused(int major, int minor, int errno) {
        try (Export export = Export.open()) {
            assertThat(init(export.theClient(), major, minor, 0).errno()).isEqualTo(errno);
        }
    }

    @Test
    void aNewerMajorVersionIsAnsweredWithOurs() {
        try (Export export = Export.open()) {
            Answer answer = init(export.theClient(), 8, 3, -1);
            assertThat(answer.u32(0)).isEqualTo(7);
            assertThat(answer.u32(4)).isEqualTo(45);
            assertThat(answer.payload()).hasSize(64);
        }
    }

    @Test
    void onlyOfferedFlagsAreAgreedOn() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            assertThat(init(client, 7, 45, 0).u32(12)).isZero();
            Answer some = init(client, 7, 45, 1 << 13 | 1 << 22);
            assertThat(some.u32(12)).isEqualTo(1 << 13 | 1 << 22);
            assertThat(some.u32(32)).isZero();
            assertThat(client.send(new Message(Opcode.INIT, 0).u32(7, 31, 1 << 17, INIT_EXT))
                            .isOk())
                    .isTrue();
        }
    }

    @Test
    void writesAreAsLargeAsTheBufferAllows() {
        try (Export export = Export.open()) {
            Answer answer = export.theClient().init();
            assertThat(answer.u32(20)).isEqualTo(Client.CAPACITY);
            assertThat(answer.u32(28)).isEqualTo(Client.CAPACITY / 4096);
            assertThat(answer.u32(24)).as("time granularity").isEqualTo(1);
        }
    }
}
