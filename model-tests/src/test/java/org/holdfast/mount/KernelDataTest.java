package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.nio.file.ExtendedOpenOption;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Kernel;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --data kernel}: the kernel reads and writes open files itself, and nothing but the speed tells. */
@MountTest
final class KernelDataTest {
    private static final String[] KERNEL = {"--data", "kernel"};
    private static final int BLOCK = 4096;

    KernelDataTest() {
        assumeTrue(Kernel.isAtLeast(6, 9), "FUSE passthrough needs Linux 6.9");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String at(FileChannel channel, long position, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        channel.read(buffer, position);
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
    }

    private static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, options);
    }

    private static void isTheKernels(Fixture fixture) {
        Status status = fixture.daemon().status();
        assertThat(status.map("data").get("by")).as("who reads and writes").isEqualTo("kernel");
        assertThat(status.number("data", "unbacked")).as("files refused").isZero();
        assertThat(status.number("requests", "READ") + status.number("requests", "WRITE"))
                .as("READ and WRITE requests")
                .isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = FsKind.class,
            names = {"EXT4", "XFS", "BTRFS", "TMPFS"})
    void allOpenFilesOfANodeSeeOneAnotherAndTheHost(FsKind kind) throws IOException {
        try (Fixture fixture = Fixture.mounted(kind, KERNEL)) {
            Path file = fixture.client().resolve("a");
            Path host = fixture.source().resolve("a");
            try (FileChannel created =
                            open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileChannel reader = open(file, StandardOpenOption.READ);
                    FileChannel appender = open(file, StandardOpenOption.APPEND)) {
                created.write(bytes("hello"));
                assertThat(Files.size(file)).isEqualTo(5);
                Files.writeString(host, "HOST", StandardOpenOption.APPEND);
                appender.write(bytes("end"));
                assertThat(at(reader, 0, 100)).isEqualTo("helloHOSTend");
                assertThat(Files.readString(host)).isEqualTo("helloHOSTend");
                assertThat(created.size()).isEqualTo(12);
                created.truncate(3);
                assertThat(at(reader, 0, 100)).isEqualTo("hel");
                Files.newByteChannel(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                        .close();
                assertThat(reader.size()).isZero();
                created.write(bytes("kept"), 0);
                Files.delete(file);
                appender.write(bytes("+"));
                assertThat(at(reader, 0, 100)).as("of a file without a name").isEqualTo("kept+");
            }
            isTheKernels(fixture);
        }
    }

    @Test
    void mappedAndDirectAndCopiedPagesAreTheSame() throws IOException {
        try (Fixture fixture = Fixture.mounted(FsKind.EXT4, KERNEL)) {
            Path file = fixture.client().resolve("a");
            Files.write(file, new byte[2 * BLOCK]);
            try (FileChannel channel = open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileChannel direct =
                            open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT);
                    FileChannel copy = open(
                            fixture.client().resolve("b"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE)) {
                var mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, 2 * BLOCK);
                mapped.put(0, (byte) 'M');
                assertThat(at(channel, 0, 1)).isEqualTo("M");
                assertThat(Files.readAllBytes(fixture.source().resolve("a"))[0]).isEqualTo((byte) 'M');
                channel.write(bytes("w"), BLOCK);
                assertThat(mapped.get(BLOCK)).isEqualTo((byte) 'w');
                ByteBuffer block =
                        ByteBuffer.allocateDirect(2 * BLOCK).alignedSlice(BLOCK).limit(BLOCK);
                block.put(0, (byte) 'D');
                direct.write(block, BLOCK);
                assertThat(at(channel, BLOCK, 1)).isEqualTo("D");
                assertThat(mapped.get(BLOCK)).isEqualTo((byte) 'D');
                channel.transferTo(0, 2 * BLOCK, copy);
                assertThat(at(copy, BLOCK, 1)).isEqualTo("D");
            }
            isTheKernels(fixture);
        }
    }

    /** The bit goes with a write of somebody who is not privileged; what had it when it was opened the daemon writes. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void setIdBitsDoNotSurviveAWrite(boolean fromTheStart) throws IOException {
        try (Fixture fixture = Fixture.mounted(FsKind.EXT4, KERNEL)) {
            Path file = fixture.source().resolve("a");
            Files.writeString(file, "one");
            Program.shell("chmod $2 \"$1\"", file, fromTheStart ? "6777" : "777")
                    .mustSucceed();
            Program.shell(
                            "chmod 755 \"$1\" && cd \"$2\" && chmod 777 . && setpriv --reuid 65534 --regid 65534 --clear-groups sh -c 'echo two >&4' 4>>a 3<a",
                            fixture.scratch().path(),
                            fixture.client())
                    .mustSucceed();
            if (!fromTheStart) {
                Program.shell(
                                "cd \"$1\" && exec 4>>a && chmod 6777 a && setpriv --reuid 65534 --regid 65534 --clear-groups"
                                        + " sh -c 'echo three >&4'",
                                fixture.client())
                        .mustSucceed();
            }
            assertThat(Program.shell("stat -c %a \"$1\"", file).mustSucceed().out())
                    .isEqualTo("777\n");
            assertThat(fixture.daemon().status().number("requests", "WRITE"))
                    .as("WRITE requests")
                    .isEqualTo(fromTheStart ? 1 : 0);
        }
    }

    /** The id of a node goes with the node: the host gets the blocks of a removed file back at once. */
    @Test
    void nothingKeepsWhatTheClientHasForgotten() throws IOException {
        try (Fixture fixture = Fixture.mounted(FsKind.EXT4, KERNEL)) {
            List<Path> files = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                files.add(fixture.client().resolve("f" + i));
                Files.writeString(files.get(i), "text");
            }
            assertThat(fixture.daemon().status().number("data", "backed"))
                    .as("nodes with an id")
                    .isBetween(1L, (long) files.size());
            for (Path file : files) {
                Files.delete(file);
            }
            Kernel.dropCaches();
            Await.until(
                    "the ids go with their nodes",
                    () -> fixture.daemon().status().number("data", "backed") == 0);
            isTheKernels(fixture);
        }
    }

    /** The kernel passes through to one file system only, not to one that is stacked on others. */
    @Test
    void whereTheKernelRefusesTheDaemonReadsAndWrites() throws IOException {
        try (Fixture fixture = Fixture.of(FsKind.EXT4)) {
            Program.shell(
                            "cd \"$1\" && mkdir lower upper work && mount -t overlay -o lowerdir=lower,upperdir=upper,workdir=work"
                                    + " overlay \"$2\"",
                            fixture.root(),
                            fixture.source())
                    .mustSucceed();
            fixture.mount(KERNEL);
            Path file = fixture.client().resolve("a");
            Files.writeString(file, "text");
            assertThat(Files.readString(file)).isEqualTo("text");
            Status status = fixture.daemon().status();
            assertThat(status.number("data", "unbacked")).as("files refused").isPositive();
            assertThat((String) status.map("data").get("reason")).contains("refused");
            assertThat(status.number("requests", "WRITE")).isPositive();
        }
    }

    @Test
    void withoutACacheItIsTheDaemons() throws IOException {
        try (Fixture fixture = Fixture.mounted(FsKind.EXT4, "--data", "kernel", "--cache", "never")) {
            Files.writeString(fixture.client().resolve("a"), "text");
            Status status = fixture.daemon().status();
            assertThat(status.map("data").get("by")).isEqualTo("daemon");
            assertThat(status.number("requests", "WRITE")).isPositive();
        }
    }
}
