package org.holdfast.modelfs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import jnr.constants.platform.Errno;
import jnr.ffi.Pointer;
import jnr.ffi.types.dev_t;
import jnr.ffi.types.gid_t;
import jnr.ffi.types.mode_t;
import jnr.ffi.types.off_t;
import jnr.ffi.types.size_t;
import jnr.ffi.types.uid_t;
import org.holdfast.spec.posix.Attributes;
import org.holdfast.spec.posix.Call;
import org.holdfast.spec.posix.Caller;
import org.holdfast.spec.posix.Data;
import org.holdfast.spec.posix.Linking;
import org.holdfast.spec.posix.Looking;
import org.holdfast.spec.posix.Making;
import org.holdfast.spec.posix.OpenFlag;
import org.holdfast.spec.posix.Opening;
import org.holdfast.spec.posix.Removing;
import org.holdfast.spec.posix.Renaming;
import org.holdfast.spec.posix.Result;
import org.holdfast.spec.posix.Settings;
import org.holdfast.spec.posix.Sizing;
import org.holdfast.spec.posix.Xattrs;
import ru.serce.jnrfuse.FuseFillDir;
import ru.serce.jnrfuse.FuseStubFS;
import ru.serce.jnrfuse.struct.FileStat;
import ru.serce.jnrfuse.struct.FuseContext;
import ru.serce.jnrfuse.struct.FuseFileInfo;
import ru.serce.jnrfuse.struct.Statvfs;
import ru.serce.jnrfuse.struct.Timespec;

/**
 * The model as a file system of libfuse 2: {@code struct fuse_operations} of fuse.h. Every operation is one call of the
 * model, made by the process that the request came from. The kernel has taken the umask off already and keeps no cache.
 */
public final class ModelFs extends FuseStubFS implements AutoCloseable {
    /** The model holds contents in memory. */
    private static final long MAX_SIZE = 64 << 20;

    private static final int PERMISSIONS = 07777;
    private static final int NAME_MAX = 255;
    private static final int BLOCK = 4096;
    private static final String[] OPTIONS = {
        "-s",
        "-o",
        "direct_io,use_ino,attr_timeout=0,entry_timeout=0,negative_timeout=0,allow_other,auto_unmount,fsname=holdfast-model"
    };

    private final Machine machine;
    private final Hidden hidden = new Hidden();

    /** A file system with an empty root directory, which belongs to root. */
    public ModelFs(Settings settings) {
        machine = new Machine(settings);
        Operations.allowWhatHasNoName(fuseOperations);
    }

    /** Mounts it; returns when it is mounted. */
    public void mount(Path mountPoint) {
        mount(mountPoint, false, false, OPTIONS);
    }

    /** Unmounts it. */
    @Override
    public void close() {
        umount();
    }

    private Result make(Call call) {
        FuseContext context = getContext();
        int uid = context.uid.intValue();
        return machine.make(new Caller(uid, context.gid.intValue(), Groups.of(uid, context.pid.intValue()), 0), call);
    }

    /** Makes a call of which only the errno matters. */
    private int run(Call call) {
        return code(make(call));
    }

    private static int code(Result result) {
        return result instanceof Result.Failed failed ? -errno(failed.errno().name()) : 0;
    }

    private static int errno(String name) {
        return Errno.valueOf(name).intValue();
    }

    /** libfuse's paths begin with a slash; the model's process works in the root. */
    private static String path(String path) {
        return path.equals("/") ? "." : path.substring(1);
    }

    private Attributes.Subject subject(String path) {
        return handleOfHidden(path)
                .<Attributes.Subject>map(Attributes.Opened::new)
                .orElseGet(() -> new Attributes.Path(path(path), false));
    }

    private Optional<String> handleOfHidden(String path) {
        return hidden.object(path).flatMap(machine::handleOf);
    }

    private static String handle(FuseFileInfo info) {
        return Long.toString(info.fh.get());
    }

    private int open(String path, FuseFileInfo info, Set<OpenFlag> flags, long mode) {
        int handle = machine.newHandle();
        info.fh.set(handle);
        return run(new Opening.Open(Integer.toString(handle), path(path), flags, (int) mode & PERMISSIONS));
    }

    /** libfuse takes one link off what it has hidden, for the name that it has given it. */
    private int status(Call call, String path, FileStat stat) {
        Result result = make(call);
        if (result instanceof Result.Status status) {
            int own = path != null && hidden.object(path).isPresent() ? 1 : 0;
            Attr.fill(stat, status, own, machine);
        }
        return code(result);
    }

    /** Copies bytes that a call answers; returns how many. */
    private static int copy(Result result, Pointer to) {
        if (result instanceof Result.Bytes bytes) {
            to.put(0, bytes.bytes().getBytes(ISO_8859_1), 0, bytes.bytes().length());
            return bytes.bytes().length();
        }
        return result instanceof Result.Number number ? (int) number.value() : code(result);
    }

    private static String bytes(Pointer from, long size) {
        byte[] bytes = new byte[(int) size];
        from.get(0, bytes, 0, bytes.length);
        return new String(bytes, ISO_8859_1);
    }

    @Override
    public int getattr(String path, FileStat stat) {
        Call call =
                handleOfHidden(path).<Call>map(Looking.Fstat::new).orElseGet(() -> new Looking.Stat(path(path), false));
        return status(call, path, stat);
    }

    @Override
    public int fgetattr(String path, FileStat stat, FuseFileInfo info) {
        return status(new Looking.Fstat(handle(info)), path, stat);
    }

    @Override
    public int access(String path, int mask) {
        return run(new Looking.Accessible(path(path), mask));
    }

    @Override
    public int readlink(String path, Pointer buffer, @size_t long size) {
        Result result = make(new Looking.Readlink(path(path)));
        if (result instanceof Result.Bytes target) {
            byte[] bytes = target.bytes().getBytes(ISO_8859_1);
            int length = (int) Math.min(bytes.length, size - 1);
            buffer.put(0, bytes, 0, length);
            buffer.putByte(length, (byte) 0);
        }
        return code(result);
    }

    @Override
    public int mknod(String path, @mode_t long mode, @dev_t long device) {
        return run(new Making.Mknod(
                path(path),
                Attr.kind(mode),
                (int) mode & PERMISSIONS,
                Attr.Device.major(device),
                Attr.Device.minor(device)));
    }

    @Override
    public int mkdir(String path, @mode_t long mode) {
        return run(new Making.Mkdir(path(path), (int) mode & PERMISSIONS));
    }

    @Override
    public int symlink(String target, String path) {
        return run(new Making.Symlink(target, path(path)));
    }

    @Override
    public int link(String from, String to) {
        return run(handleOfHidden(from)
                .<Call>map(handle -> new Linking.LinkHandle(handle, path(to)))
                .orElseGet(() -> new Linking.Link(path(from), path(to), false)));
    }

    @Override
    public int unlink(String path) {
        return hidden.remove(path) ? 0 : run(new Removing.Unlink(path(path)));
    }

    @Override
    public int rmdir(String path) {
        return run(new Removing.Rmdir(path(path)));
    }

    @Override
    public int rename(String from, String to) {
        return Hidden.isName(to) ? hide(from, to) : run(new Renaming.Rename(path(from), path(to), Set.of()));
    }

    private int hide(String path, String name) {
        Result found = make(new Looking.Stat(path(path), false));
        int error = run(new Removing.Unlink(path(path)));
        if (error == 0 && found instanceof Result.Status status) {
            hidden.put(name, status.number());
        }
        return error;
    }

    @Override
    public int chmod(String path, @mode_t long mode) {
        return run(new Attributes.Chmod(subject(path), (int) mode & PERMISSIONS));
    }

    @Override
    public int chown(String path, @uid_t long user, @gid_t long group) {
        return run(new Attributes.Chown(subject(path), (int) user, (int) group));
    }

    @Override
    public int utimens(String path, Timespec[] times) {
        return run(new Attributes.Utimens(subject(path), Operations.time(times[0]), Operations.time(times[1])));
    }

    @Override
    public int truncate(String path, @off_t long size) {
        return size > MAX_SIZE ? -errno("EFBIG") : run(new Sizing.Truncate(path(path), (int) size));
    }

    @Override
    public int ftruncate(String path, @off_t long size, FuseFileInfo info) {
        return size > MAX_SIZE ? -errno("EFBIG") : run(new Sizing.Ftruncate(handle(info), (int) size));
    }

    @Override
    public int fallocate(String path, int mode, @off_t long offset, @off_t long length, FuseFileInfo info) {
        if (!Flags.isAllocateMode(mode)) {
            return -errno("EOPNOTSUPP");
        }
        return offset + length > MAX_SIZE
                ? -errno("EFBIG")
                : run(new Sizing.Allocate(handle(info), Flags.allocate(mode), (int) offset, (int) length));
    }

    @Override
    public int open(String path, FuseFileInfo info) {
        return open(path, info, Flags.open(info.flags.get()), 0);
    }

    @Override
    public int create(String path, @mode_t long mode, FuseFileInfo info) {
        Set<OpenFlag> flags = Flags.open(info.flags.get());
        flags.add(OpenFlag.CREATE);
        return open(path, info, flags, mode);
    }

    @Override
    public int read(String path, Pointer buffer, @size_t long size, @off_t long offset, FuseFileInfo info) {
        int from = (int) Math.min(offset, MAX_SIZE);
        return copy(make(new Data.Read(handle(info), (int) size, from)), buffer);
    }

    @Override
    public int write(String path, Pointer buffer, @size_t long size, @off_t long offset, FuseFileInfo info) {
        if (offset + size > MAX_SIZE) {
            return -errno("EFBIG");
        }
        Result result = make(new Data.Write(handle(info), bytes(buffer, size), (int) offset));
        return result instanceof Result.Number written ? (int) written.value() : code(result);
    }

    @Override
    public int flush(String path, FuseFileInfo info) {
        return 0;
    }

    @Override
    public int fsync(String path, int onlyData, FuseFileInfo info) {
        return 0;
    }

    @Override
    public int release(String path, FuseFileInfo info) {
        return run(new Opening.Close(handle(info)));
    }

    @Override
    public int opendir(String path, FuseFileInfo info) {
        return open(path, info, EnumSet.of(OpenFlag.READ, OpenFlag.DIRECTORY), 0);
    }

    @Override
    public int readdir(String path, Pointer buffer, FuseFillDir fill, @off_t long offset, FuseFileInfo info) {
        Result result = make(new Looking.ReaddirHandle(handle(info)));
        if (result instanceof Result.Entries entries) {
            Map<String, Integer> numbers = machine.numbers(handle(info));
            fill.apply(buffer, ".", null, 0);
            fill.apply(buffer, "..", null, 0);
            entries.entries().forEach((name, kind) -> fill.apply(buffer, name, Attr.entry(numbers.get(name), kind), 0));
        }
        return code(result);
    }

    @Override
    public int releasedir(String path, FuseFileInfo info) {
        return run(new Opening.Close(handle(info)));
    }

    @Override
    public int setxattr(String path, String name, Pointer value, @size_t long size, int flags) {
        return run(new Xattrs.Put(subject(path), name, bytes(value, size), Flags.xattr(flags)));
    }

    @Override
    public int getxattr(String path, String name, Pointer value, @size_t long size) {
        return copy(make(new Xattrs.Get(subject(path), name, (int) size)), value);
    }

    @Override
    public int listxattr(String path, Pointer list, @size_t long size) {
        Result result = make(new Xattrs.ListNames(subject(path)));
        if (!(result instanceof Result.Names names)) {
            return code(result);
        }
        StringBuilder all = new StringBuilder();
        names.names().forEach(name -> all.append(name).append('\0'));
        if (size > 0 && size < all.length()) {
            return -errno("ERANGE");
        }
        return size == 0 ? all.length() : copy(new Result.Bytes(all.toString()), list);
    }

    @Override
    public int removexattr(String path, String name) {
        return run(new Xattrs.Remove(subject(path), name));
    }

    @Override
    public int statfs(String path, Statvfs statistics) {
        statistics.f_bsize.set(BLOCK);
        statistics.f_frsize.set(BLOCK);
        statistics.f_blocks.set(MAX_SIZE / BLOCK);
        statistics.f_bfree.set(MAX_SIZE / BLOCK);
        statistics.f_bavail.set(MAX_SIZE / BLOCK);
        statistics.f_namemax.set(NAME_MAX);
        return 0;
    }
}
