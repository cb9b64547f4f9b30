package org.holdfast.os;

/**
 * Memory mapped with mmap(2), freed by {@link #close} alone. Anonymous memory is zero and costs nothing until it is
 * touched, page by page.
 */
public final class Mapping implements AutoCloseable {
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 1;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int NO_FILE = -1;

    private final Sys sys;
    private final NativeBuffer memory;

    private Mapping(Sys sys, long address, int size) {
        this.sys = sys;
        this.memory = NativeBuffer.at(address, size);
    }

    /**
     * {@code size} bytes of memory, which begin at a page.
     *
     * @throws EnvironmentException when there is none
     */
    public static Mapping anonymous(Sys sys, int size) {
        return of(sys, size, MAP_PRIVATE | MAP_ANONYMOUS, NO_FILE, 0);
    }

    /**
     * {@code size} bytes of {@code fd} from {@code offset} on, shared with the kernel.
     *
     * @throws EnvironmentException when they cannot be mapped
     */
    static Mapping shared(Sys sys, int size, int fd, long offset) {
        return of(sys, size, MAP_SHARED, fd, offset);
    }

    private static Mapping of(Sys sys, int size, int flags, int fd, long offset) {
        long address = sys.mmap(size, PROT_READ_WRITE, flags, fd, offset);
        // Addresses of user memory are positive.
        if (address < 0) {
            throw new EnvironmentException("cannot map " + size + " bytes: " + Errno.describe((int) -address));
        }
        return new Mapping(sys, address, size);
    }

    /** Not to be touched any more after {@link #close}. */
    public NativeBuffer memory() {
        return memory;
    }

    @Override
    public void close() {
        sys.munmap(memory.address(), memory.size());
    }
}
