package org.holdfast.passthrough;

import static org.holdfast.fuse.Opcode.*;

import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.fuse.RequestHandler;
import org.holdfast.os.Errno;
import org.holdfast.os.OpenFlags;

/** Hands each request of one thread to the operations of its kind. */
final class Dispatcher implements RequestHandler {
    private final Shared shared;
    private final SessionOperations session;
    private final NameOperations names;
    private final MakeOperations makes;
    private final LinkOperations links;
    private final AttributeOperations attributes;
    private final FileOperations files;
    private final DataOperations data;
    private final DirectoryOperations directories;
    private final XattrOperations xattrs;
    private final IoctlOperations ioctls;
    private final Undelivered undelivered;
    private final Worker worker;

    Dispatcher(Shared shared) {
        this.shared = shared;
        worker = new Worker(shared);
        Creation creation = new Creation(worker.credentials);
        HiddenNames hidden = new HiddenNames(worker);
        session = new SessionOperations(worker);
        names = new NameOperations(worker, hidden);
        makes = new MakeOperations(worker, creation);
        links = new LinkOperations(worker, creation, hidden);
        attributes = new AttributeOperations(worker);
        files = new FileOperations(worker, creation, hidden);
        data = new DataOperations(worker);
        directories = new DirectoryOperations(worker);
        xattrs = new XattrOperations(worker);
        ioctls = new IoctlOperations(worker);
        undelivered = new Undelivered(worker);
    }

    @Override
    public void handle(Request request, Reply reply) {
        worker.subject.pin().setRequest(request.unique());
        worker.entry.pin().setRequest(request.unique());
        if (shared.settings().readonly() && writes(request)) {
            reply.error(Errno.EROFS);
            return;
        }
        switch (request.opcode()) {
            case LOOKUP -> names.lookup(request, reply);
            case FORGET -> session.forget(request, reply);
            case BATCH_FORGET -> session.batchForget(request, reply);
            case GETATTR -> attributes.getattr(request, reply);
            case STATX -> attributes.statx(request, reply);
            case SETATTR -> attributes.setattr(request, reply);
            case READLINK -> attributes.readlink(request, reply);
            case STATFS -> attributes.statfs(request, reply);
            case ACCESS -> attributes.access(request, reply);
            case OPEN -> files.open(request, reply);
            case CREATE -> files.create(request, reply);
            case TMPFILE -> files.tmpfile(request, reply);
            case RELEASE -> files.release(request, reply);
            case FLUSH -> files.flush(request, reply);
            case READ -> data.read(request, reply);
            case WRITE -> data.write(request, reply);
            case FSYNC -> data.fsync(request, reply);
            case FALLOCATE -> data.fallocate(request, reply);
            case LSEEK -> data.lseek(request, reply);
            case COPY_FILE_RANGE, COPY_FILE_RANGE_64 -> data.copyFileRange(request, reply);
            case OPENDIR -> directories.opendir(request, reply);
            case READDIR -> directories.readdir(request, reply);
            case READDIRPLUS -> directories.readdirplus(request, reply);
            case RELEASEDIR -> directories.releasedir(request, reply);
            case FSYNCDIR -> directories.fsyncdir(request, reply);
            case MKNOD -> makes.mknod(request, reply);
            case MKDIR -> makes.mkdir(request, reply);
            case SYMLINK -> makes.symlink(request, reply);
            case UNLINK -> names.unlink(request, reply);
            case RMDIR -> names.rmdir(request, reply);
            case LINK -> links.link(request, reply);
            case RENAME -> links.rename(request, reply);
            case RENAME2 -> links.rename2(request, reply);
            case GETXATTR -> xattrs.getxattr(request, reply);
            case SETXATTR -> xattrs.setxattr(request, reply);
            case LISTXATTR -> xattrs.listxattr(request, reply);
            case REMOVEXATTR -> xattrs.removexattr(request, reply);
            case IOCTL -> ioctls.ioctl(request, reply);
            case INIT -> session.init(request, reply);
            case DESTROY -> session.destroy(reply);
            case SYNCFS -> session.syncfs(request, reply);
            case INTERRUPT -> reply.none();
            default -> reply.error(Errno.ENOSYS);
        }
    }

    /** Whether a request would change something, or open it for that. */
    private static boolean writes(Request request) {
        return switch (request.opcode()) {
            case SETATTR,
                    CREATE,
                    TMPFILE,
                    WRITE,
                    FALLOCATE,
                    COPY_FILE_RANGE,
                    COPY_FILE_RANGE_64,
                    MKNOD,
                    MKDIR,
                    SYMLINK,
                    UNLINK,
                    RMDIR,
                    LINK,
                    RENAME,
                    RENAME2,
                    SETXATTR,
                    REMOVEXATTR -> true;
            case OPEN -> (request.int32(0) & (OpenFlags.O_ACCMODE | OpenFlags.O_TRUNC)) != 0;
            case IOCTL -> IoctlOperations.changes(request);
            default -> false;
        };
    }

    @Override
    public void undelivered(Request request, Reply reply) {
        undelivered.takeBack(request, reply);
    }
}
