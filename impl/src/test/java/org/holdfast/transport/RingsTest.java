package org.holdfast.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.holdfast.fuse.Opcode;
import org.holdfast.fuse.Reply;
import org.holdfast.fuse.Request;
import org.holdfast.fuse.RequestHandler;
import org.holdfast.os.Cpus;
import org.holdfast.os.EnvironmentException;
import org.holdfast.os.Errno;
import org.holdfast.os.FaultySys;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real mounts of a tiny file system, over io_uring. Each test has a thread of its own, which may hang in its mount. */
@EnabledIf(value = "canMount", disabledReason = "mounting over io_uring needs root, /dev/fuse and Linux 6.14")
@Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RingsTest {
    private static final Sys SYS = new LinuxSys();
    private static final int WORKERS = 2;
    private static final Path PARAMETER = Path.of("/sys/module/fuse/parameters/enable_uring");

    @TempDir
    Path target;

    private final TinyHandler handler = new TinyHandler();
    private final Metrics metrics = new Metrics();
    private final List<Long> threads = new ArrayList<>();
    /** The CPUs of the thread that served each LOOKUP. */
    private final List<BitSet> lookups = new CopyOnWriteArrayList<>();

    private String offered;
    private FuseMount mount;
    private Transport transport;

    static boolean canMount() {
        return SYS.geteuid() == 0 && Files.exists(Path.of("/dev/fuse")) && Files.exists(PARAMETER);
    }

    @BeforeEach
    void offer() throws IOException {
        offered = Files.readString(PARAMETER);
        Files.writeString(PARAMETER, "Y");
        target = target.toRealPath();
    }

    @AfterEach
    void unmount() throws Exception {
        Files.writeString(PARAMETER, offered);
        if (mount != null) {
            handler.slowMayEnd.countDown();
            mount.abort();
            mount.detach();
            assertThat(transport.awaitEnd(5_000)).isTrue();
            assertThat(MountEntry.at(target)).isEmpty();
        }
    }

    private void mount() {
        mount(SYS);
    }

    private void mount(Sys sys) {
        Rings rings = Rings.open(sys, WORKERS);
        mount = FuseMount.mount(sys, Path.of("/some where"), target, MountOptions.parse(List.of()));
        transport = DevFuse.serve(sys, mount.fd(), WORKERS, rings, this::handler, metrics);
        assertThat(Files.isDirectory(target)).isTrue();
    }

    private synchronized RequestHandler handler() {
        threads.add(Thread.currentThread().getId());
        return new RequestHandler() {
            @Override
            public void handle(Request request, Reply reply) {
                if (request.opcode() == Opcode.LOOKUP) {
                    lookups.add(Cpus.allowed(SYS));
                }
                handler.handle(request, reply);
            }

            @Override
            public void undelivered(Request request, Reply reply) {
                handler.undelivered(request, reply);
            }
        };
    }

    /** A thread says that the kernel has its entry after the kernel does, which may have served requests by then. */
    private void awaitName(String name) throws InterruptedException {
        while (transport.reason().equals("not yet ready")) {
            Thread.sleep(1);
        }
        assertThat(transport.name()).as(transport.reason()).isEqualTo(name);
    }

    /** Looks the name up on a CPU, which is one request from its queue; returns what openat does. */
    private int lookup(String name, int cpu) {
        NativeBuffer path = NativeBuffer.string(target.resolve(name).toString());
        return on(cpu, () -> SYS.openat(Sys.AT_FDCWD, path.address(), OpenFlags.O_PATH, 0));
    }

    private static <T> T on(int cpu, Supplier<T> action) {
        BitSet before = Cpus.allowed(SYS);
        BitSet one = new BitSet();
        one.set(cpu);
        Cpus.move(SYS, one);
        try {
            return action.get();
        } finally {
            Cpus.move(SYS, before);
        }
    }

    @Test
    void servesRequestsAndCountsThem() throws Exception {
        mount();
        awaitName("uring");
        assertThat(target.toFile().list()).isEmpty();
        for (int cpu : Cpus.allowed(SYS).stream().toArray()) {
            assertThat(lookup("missing" + cpu, cpu)).isNegative();
        }
        assertThat(Files.getFileStore(target).getBlockSize()).isEqualTo(4096);
        while (!metrics.requests().containsKey("STATFS")) {
            Thread.sleep(1);
        }
        assertThat(metrics.requests()).containsEntry("INIT", 1L).containsKeys("LOOKUP", "OPENDIR");
        assertThat(metrics.errors().get("LOOKUP")).containsKey("ENOENT");
    }

    @Test
    void aRequestIsServedByAThreadThatIsPinnedToItsCpu() {
        mount();
        for (int cpu : Cpus.allowed(SYS).stream().toArray()) {
            lookups.clear();
            assertThat(lookup("missing", cpu)).isNegative();
            BitSet one = new BitSet();
            one.set(cpu);
            assertThat(lookups).as("where the thread may run").containsExactly(one);
        }
    }

    @Test
    void endsByItselfWhenUnmounted() throws InterruptedException {
        mount();
        assertThat(mount.unmount()).isTrue();
        transport.awaitEnd();
    }

    @Test
    void aHandlerThatThrowsCostsOneRequestOnly() {
        mount();
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> Files.readAttributes(target.resolve(TinyHandler.THROWS), "*"))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("Input/output error");
        }
        assertThat(Files.isDirectory(target)).isTrue();
    }

    @Test
    void aRequestThatWaitsKeepsNoOtherOfItsCpuFromBeingServed() throws Exception {
        mount();
        int cpu = Cpus.allowed(SYS).nextSetBit(0);
        CompletableFuture<Integer> slow = CompletableFuture.supplyAsync(() -> lookup(TinyHandler.SLOW, cpu));
        handler.slowBegun.await();
        for (int i = 0; i < 100; i++) {
            // A STATFS: the kernel lets no second LOOKUP into the directory.
            assertThat(on(cpu, () -> target.toFile().getTotalSpace())).isZero();
        }
        assertThat(slow).isNotDone();
        handler.slowMayEnd.countDown();
        assertThat(slow.get(5, TimeUnit.SECONDS)).isNotNegative();
    }

    @Test
    void sealingLetsTheRequestInHandFinishAndRefusesLaterOnes() throws Exception {
        mount();
        CompletableFuture<Integer> slow = CompletableFuture.supplyAsync(() -> lookup(TinyHandler.SLOW, 0));
        handler.slowBegun.await();
        assertThat(transport.seal(50)).isEqualTo(1);
        handler.slowMayEnd.countDown();
        assertThat(transport.seal(5_000)).isZero();
        mount.abort();
        assertThat(slow.get(5, TimeUnit.SECONDS)).as("the reply was on its way").isNotNegative();
    }

    @Test
    void anAbortEndsTheRequestsInHand() throws Exception {
        mount();
        CompletableFuture<Integer> slow = CompletableFuture.supplyAsync(() -> lookup(TinyHandler.SLOW, 0));
        handler.slowBegun.await();
        mount.abort();
        assertThat(slow.get(5, TimeUnit.SECONDS)).isNegative();
        handler.slowMayEnd.countDown();
        assertThat(transport.awaitEnd(5_000)).isTrue();
    }

    @Test
    void entriesThatTheKernelRefusesLeaveDevFuse() throws InterruptedException {
        mount(WrongQueues.of(SYS));
        awaitName("dev");
        assertThat(transport.reason()).contains("refused", "Invalid argument");
        CompletableFuture<Integer> slow = CompletableFuture.supplyAsync(() -> lookup(TinyHandler.SLOW, 0));
        handler.slowBegun.await();
        assertThat(target.toFile().getTotalSpace()).isZero();
        assertThat(slow).isNotDone();
    }

    /** The kernel stops offering between our look and its INIT. */
    @Test
    void ringsThatAreNotOfferedLeaveDevFuse() throws Exception {
        Rings rings = Rings.open(SYS, WORKERS);
        Files.writeString(PARAMETER, "N");
        mount = FuseMount.mount(SYS, Path.of("/some where"), target, MountOptions.parse(List.of()));
        transport = DevFuse.serve(SYS, mount.fd(), WORKERS, rings, this::handler, metrics);
        assertThat(Files.isDirectory(target)).isTrue();
        awaitName("dev");
        assertThat(transport.reason()).contains("does not offer");
    }

    /** Each call that makes rings fails once, at each of its places. */
    @ParameterizedTest
    @CsvSource({
        "ioUringSetup, EPERM ENOMEM EMFILE ENFILE ENOSYS EINVAL, io_uring_setup",
        "ioUringEnter, EPERM ENOMEM EBADF EINVAL, io_uring_enter",
        "mmap, ENOMEM EAGAIN EPERM, cannot map"
    })
    void ringsThatCannotBeMadeLeaveNothingBehind(String call, String errnos, String message) throws IOException {
        for (String name : errnos.split(" ")) {
            int errno = IntStream.range(1, 134)
                    .filter(e -> Errno.name(e).equals(name))
                    .findFirst()
                    .orElse(Errno.EAGAIN);
            int place = 0;
            Optional<String> failure;
            do {
                place++;
                FaultySys faulty = new FaultySys(SYS);
                faulty.failNth(call, place, errno);
                int descriptors = descriptors();
                failure = openAndClose(faulty.sys());
                assertThat(descriptors()).as("%s at call %d", name, place).isEqualTo(descriptors);
                assertThat(faulty.count("munmap"))
                        .as("mappings undone, %s at call %d", name, place)
                        .isEqualTo(faulty.count("mmap") - (failure.isPresent() && call.equals("mmap") ? 1 : 0));
                assertThat(failure.orElse(message)).contains(message);
            } while (failure.isPresent());
            assertThat(place).as("calls that failed").isGreaterThan(2);
        }
    }

    private static Optional<String> openAndClose(Sys sys) {
        try {
            Rings.open(sys, WORKERS).close();
            return Optional.empty();
        } catch (EnvironmentException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** How many rings this process has; other descriptors come and go with whatever else runs in it. */
    private static int descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return (int) open.filter(RingsTest::isRing).count();
        }
    }

    private static boolean isRing(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals("anon_inode:[io_uring]");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    /** As where a container forbids it. */
    @Test
    void threadsThatCannotBePinnedServeAllTheSame() throws InterruptedException {
        FaultySys faulty = new FaultySys(SYS);
        faulty.rule(call -> call.name().startsWith("sched") ? Errno.EPERM : 0);
        mount(faulty.sys());
        awaitName("uring");
        Cpus.online().stream().forEach(cpu -> assertThat(lookup("a", cpu)).isNegative());
        assertThat(faulty.count("schedGetAffinity")).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {Errno.EINTR, Errno.EAGAIN, Errno.EBUSY, Errno.ENOMEM})
    void aRingThatCannotBeEnteredOnceIsEnteredAgain(int errno) throws InterruptedException {
        FaultySys faulty = new FaultySys(SYS);
        mount(faulty.sys());
        awaitName("uring");
        for (int nth = 1; nth <= 5; nth++) {
            faulty.failNth("ioUringEnter", nth, errno);
            for (int i = 0; i < 10; i++) {
                assertThat(lookup("a", i % 2)).isNegative();
            }
        }
    }

    @Test
    void allocatesNothingForARequest() {
        mount();
        int rounds = 3_000;
        allocatedBy(rounds);
        assertThat(allocatedAtLeastBy(rounds))
                .as("bytes for %d requests", rounds)
                .isZero();
        assertThat(metrics.requests().get("STATFS")).isGreaterThan(rounds);
    }

    /** The least of some tries, because now and then the JVM allocates something itself, as when it compiles. */
    private long allocatedAtLeastBy(int rounds) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5 && least > 0; i++) {
            least = Math.min(least, allocatedBy(rounds));
        }
        return least;
    }

    private long allocatedBy(int rounds) {
        long before = allocated();
        for (int round = 0; round < rounds; round++) {
            assertThat(target.toFile().getTotalSpace()).isZero();
        }
        return allocated() - before;
    }

    /** By the threads that serve, since they began. */
    private long allocated() {
        ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.stream().mapToLong(beans::getThreadAllocatedBytes).sum();
    }
}
