package org.holdfast.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Sys;

/** Memory that the client shares with a daemon, as a guest's is with a device: a memfd_create(2) file. */
final class SharedMemory {
    private static final int MFD_CLOEXEC = 1;

    private final Sys sys = new LinuxSys();
    private final int fd;
    private final ByteBuffer bytes;

    SharedMemory(int size) {
        NativeBuffer name = NativeBuffer.string("guest");
        fd = Natives.checked("memfd_create", Natives.LIBC.memfd_create(name.address(), MFD_CLOEXEC));
        sys.ftruncate(fd, size);
        Path path = Path.of("/proc/self/fd", Integer.toString(fd));
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            bytes = file.map(FileChannel.MapMode.READ_WRITE, 0, size).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int fd() {
        return fd;
    }

    /** All of it; use absolute access only. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** Gives the pages back; they must not be touched any more. */
    void free() {
        sys.ftruncate(fd, 0);
        sys.close(fd);
    }
}
