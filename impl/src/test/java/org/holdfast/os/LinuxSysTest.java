package org.holdfast.os;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real system calls: results, negated errnos, and arguments in their places. */
final class LinuxSysTest {
    private static final Sys SYS = new LinuxSys();

    @TempDir
    Path directory;

    private int open(String name, int flags) {
        return SYS.openat(
                Sys.AT_FDCWD,
                NativeBuffer.string(directory.resolve(name).toString()).address(),
                flags | OpenFlags.O_CLOEXEC,
                0644);
    }

    @Test
    void errnosComeBackNegated() {
        assertThat(open("missing", 0)).isEqualTo(-Errno.ENOENT);
        assertThat(SYS.close(-1)).isEqualTo(-Errno.EBADF);
        assertThat(SYS.pread(-1, 0, 0, 0)).isEqualTo(-Errno.EBADF);
        assertThat(open(".", OpenFlags.O_WRONLY)).isEqualTo(-Errno.EISDIR);
    }

    /** Freed memory would hold another text, or none: the allocator writes into it at once. */
    @Test
    void aPathOutlivesTheGarbageCollector() throws InterruptedException {
        long path = NativeBuffer.string(directory.toString()).address();
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(20);
        }
        int fd = SYS.openat(Sys.AT_FDCWD, path, OpenFlags.O_PATH | OpenFlags.O_CLOEXEC, 0);
        assertThat(fd).as("the descriptor of " + directory).isNotNegative();
        SYS.close(fd);
    }

    @Test
    void readAndWriteAtOffsets() {
        int fd = open("a", OpenFlags.O_RDWR | OpenFlags.O_CREAT);
        NativeBuffer text = NativeBuffer.string("0123456789");
        long far = 1L << 40;
        assertThat(SYS.pwrite(fd, text.address(), 10, far)).isEqualTo(10);
        NativeBuffer read = NativeBuffer.allocate(16);
        assertThat(SYS.pread(fd, read.address(), 4, far + 3)).isEqualTo(4);
        assertThat(new String(read.copy(0, 4), java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("3456");
        assertThat(SYS.lseek(fd, 0, 3)).as("SEEK_DATA").isEqualTo(far);
        assertThat(SYS.ftruncate(fd, 5)).isZero();
        NativeBuffer vector = NativeBuffer.allocate(16);
        vector.putLong(0, text.address());
        vector.putLong(8, 3);
        assertThat(SYS.pwritev2(fd, vector.address(), 1, -1, 0x10)).as("append").isEqualTo(3);
        Statx statx = new Statx();
        assertThat(SYS.statx(
                        fd, NativeBuffer.string("").address(), Sys.AT_EMPTY_PATH, Statx.BASIC_STATS, statx.address()))
                .isZero();
        assertThat(statx.size()).isEqualTo(8);
        SYS.close(fd);
    }

    @Test
    void statxReadsWhatJavaReads() throws IOException {
        Path file = Files.writeString(directory.resolve("a"), "text");
        Files.createLink(directory.resolve("b"), file);
        Statx statx = new Statx();
        int mask = Statx.BASIC_STATS | Statx.BTIME | Statx.MNT_ID;
        assertThat(SYS.statx(Sys.AT_FDCWD, NativeBuffer.string(file.toString()).address(), 0, mask, statx.address()))
                .isZero();
        var java = Files.readAttributes(file, "unix:*");
        assertThat(statx.ino()).isEqualTo(java.get("ino"));
        assertThat(statx.nlink()).isEqualTo(java.get("nlink"));
        assertThat(statx.mode()).isEqualTo(java.get("mode"));
        assertThat(statx.uid()).isEqualTo(java.get("uid"));
        assertThat(statx.size()).isEqualTo(4);
        assertThat(FileType.isRegular(statx.mode())).isTrue();
        statx.setCtime(-1);
        assertThat(statx.seconds(Statx.CTIME_AT)).isEqualTo(-1);
        assertThat(statx.nanos(Statx.CTIME_AT)).isEqualTo(999_999_999);
        assertThat(statx.ctime()).isEqualTo(-1);
    }

    @Test
    void directoriesAreListedWithAllNames() throws IOException {
        for (int i = 0; i < 2000; i++) {
            Files.createFile(directory.resolve("name-" + i));
        }
        Files.createDirectory(directory.resolve("sub"));
        int fd = open(".", OpenFlags.O_DIRECTORY);
        List<Directory.Entry> entries = Directory.list(SYS, fd, "test");
        assertThat(entries).hasSize(2001);
        assertThat(entries).anyMatch(entry -> entry.name().equals("sub") && entry.type() == FileType.DIRECTORY >> 12);
        SYS.close(fd);
    }

    @Test
    void linkByDescriptor() throws IOException {
        Path file = Files.writeString(directory.resolve("a"), "text");
        int fd = open("a", OpenFlags.O_PATH);
        int parent = open(".", OpenFlags.O_DIRECTORY);
        NativeBuffer source = NativeBuffer.string("/proc/self/fd/" + fd);
        assertThat(SYS.linkat(
                        Sys.AT_FDCWD,
                        source.address(),
                        parent,
                        NativeBuffer.string("b").address(),
                        Sys.AT_SYMLINK_FOLLOW))
                .isZero();
        assertThat(Files.isSameFile(file, directory.resolve("b"))).isTrue();
        assertThat(SYS.unlinkat(parent, NativeBuffer.string("b").address(), 0)).isZero();
        SYS.close(fd);
        SYS.close(parent);
    }

    @Test
    void errnosHaveNames() {
        assertThat(Errno.name(Errno.ESTALE)).isEqualTo("ESTALE");
        assertThat(Errno.name(9999)).isEqualTo("errno 9999");
        assertThat(Errno.describe(Errno.ENOENT)).isEqualTo("No such file or directory");
    }

    @Test
    void alignedBuffers() {
        for (int offset : new int[] {0, 1, 80, 4095}) {
            NativeBuffer buffer = NativeBuffer.aligned(10_000, 4096, offset);
            assertThat(buffer.address(offset) % 4096).isZero();
            assertThat(buffer.size()).isEqualTo(10_000);
        }
    }

    /** Which a worker makes for each request over io_uring. */
    @Test
    void enteringARingAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        long least = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 5 && least > 0; attempt++) {
            long before = threads.getThreadAllocatedBytes(self);
            for (int i = 0; i < 10_000; i++) {
                if (SYS.ioUringEnter(-1, 1, 1, 1) != -Errno.EBADF) {
                    throw new AssertionError("a ring at descriptor -1");
                }
            }
            least = Math.min(least, threads.getThreadAllocatedBytes(self) - before);
        }
        assertThat(least).isZero();
    }
}
