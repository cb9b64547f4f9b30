package org.holdfast.hotpath;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.holdfast.faults.DaemonHere;
import org.holdfast.fuse.Opcode;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.Body;
import org.holdfast.kernel.KernelClient;
import org.holdfast.node.Policy;
import org.holdfast.os.LinuxSys;
import org.holdfast.passthrough.Cache;
import org.holdfast.passthrough.Settings;
import org.holdfast.testkit.Scratch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Requests allocate nothing once the daemon is warm, by the JVM's own count for each of the daemon's threads.
 * {@code -Dholdfast.allocations=N} sends each N times.
 */
class AllocationTest {
    private static final int TIMES = Integer.getInteger("holdfast.allocations", 3_000);
    private static final int TRIES = 5;
    private static final long ROOT = KernelClient.ROOT;
    private static final int O_RDWR = 2;
    private static final int O_APPEND = 02000;
    private static final int REGULAR_0644 = 0100644;
    private static final int PAGE = 4096;
    private static final int ENTRY_OUT = 128;
    private static final int DIRENT = 24;
    private static final int NAME_LENGTH_AT = 16;
    private static final int FATTR_MODE = 1;
    private static final int FDS = 1000;
    private static final int FATTR_SIZE = 1 << 3;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private KernelClient client;
    private long file;
    private long directory;
    private long fh;

    @ParameterizedTest
    @EnumSource(Policy.class)
    void aRequestAllocatesNothing(Policy policy) {
        try (Scratch scratch = Scratch.create()) {
            Settings settings =
                    new Settings(scratch.directory("source"), Optional.empty(), policy, FDS, Cache.ALWAYS, false);
            try (DaemonHere daemon =
                    DaemonHere.start(new LinuxSys(), settings, scratch.path(), Duration.ofSeconds(20))) {
                client = daemon.client();
                assertThat(client.init(KernelClient.NEWEST_MINOR).ok()).isTrue();
                Map<String, Runnable> requests = requests();
                populate();
                for (int warmUp = 0; warmUp < 2; warmUp++) {
                    requests.values().forEach(this::repeat);
                }
                Map<String, Long> allocated = new LinkedHashMap<>();
                requests.forEach((name, request) -> allocated.put(name, leastAllocatedBy(request)));
                System.out.println("bytes allocated, policy " + policy + ", " + TIMES + " times each: " + allocated);
                assertThat(allocated)
                        .allSatisfy((name, bytes) -> assertThat(bytes).as(name).isZero());
            }
        }
    }

    /** The least of some tries, because now and then a table grows, or the JVM allocates something itself. */
    private long leastAllocatedBy(Runnable request) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < TRIES && least > 0; i++) {
            long before = allocated();
            repeat(request);
            least = Math.min(least, allocated() - before);
        }
        return least;
    }

    private void repeat(Runnable request) {
        for (int i = 0; i < TIMES; i++) {
            request.run();
        }
    }

    /** By the daemon's threads since they began. */
    private long allocated() {
        long[] daemons = LongStream.of(threads.getAllThreadIds())
                .filter(id -> threads.getThreadInfo(id) != null
                        && threads.getThreadInfo(id).getThreadName().startsWith("holdfast-"))
                .toArray();
        assertThat(daemons).as("threads of the daemon").hasSizeGreaterThan(1);
        return LongStream.of(threads.getThreadAllocatedBytes(daemons)).sum();
    }

    /** A file that is open, and a directory with as many more as one READDIRPLUS shows. */
    private void populate() {
        Answer created = ok(
                Opcode.CREATE,
                ROOT,
                Body.empty().u32(O_RDWR, REGULAR_0644, 0, 0).string("file"));
        file = created.nodeid();
        fh = created.u64(128);
        directory = ok(Opcode.MKDIR, ROOT, Body.empty().u32(0755, 0).string("directory"))
                .nodeid();
        for (int i = 0; i < 20; i++) {
            createAndClose(directory, "entry" + i);
        }
        ok(Opcode.SYMLINK, ROOT, Body.empty().string("symlink").string("target"));
    }

    private Map<String, Runnable> requests() {
        Map<String, Runnable> all = new LinkedHashMap<>();
        all.put("LOOKUP of a known file", () -> ok(Opcode.LOOKUP, ROOT, Body.name("file")));
        all.put("LOOKUP of nothing", () -> client.call(Opcode.LOOKUP, ROOT, Body.name("nothing")));
        all.put("LOOKUP of a new file, FORGET", this::lookUpAndForget);
        all.put("GETATTR", () -> ok(Opcode.GETATTR, file, Body.empty().u64(0, 0)));
        all.put("SETATTR", this::setAttributes);
        all.put("READLINK", this::readLink);
        all.put("OPEN, RELEASE", this::openAndRelease);
        all.put("READ", () -> ok(Opcode.READ, file, range(fh, 0, PAGE)));
        all.put("WRITE", () -> ok(Opcode.WRITE, file, range(fh, 0, PAGE).data(new byte[PAGE])));
        all.put("WRITE that appends", this::append);
        all.put("FSYNC", () -> ok(Opcode.FSYNC, file, Body.empty().u64(fh, 1)));
        all.put("CREATE, RELEASE, UNLINK, FORGET", this::createAndRemove);
        all.put("MKDIR, RMDIR, FORGET", this::makeDirectory);
        all.put("LINK, UNLINK", this::link);
        all.put("RENAME", this::rename);
        all.put("READDIR", () -> list(Opcode.READDIR));
        all.put("READDIRPLUS, BATCH_FORGET", () -> list(Opcode.READDIRPLUS));
        all.put("STATFS", () -> ok(Opcode.STATFS, ROOT, Body.empty()));
        all.put(
                "GETXATTR",
                () -> client.call(Opcode.GETXATTR, file, Body.empty().u32(64, 0).string("user.nothing")));
        all.put("LISTXATTR", () -> ok(Opcode.LISTXATTR, file, Body.empty().u32(PAGE, 0)));
        all.put("LSEEK", () -> ok(Opcode.LSEEK, file, Body.empty().u64(fh, 0).u32(0, 0)));
        return all;
    }

    private void lookUpAndForget() {
        forget(ok(Opcode.LOOKUP, ROOT, Body.name("symlink")).nodeid(), 1);
    }

    private void setAttributes() {
        ok(Opcode.SETATTR, file, setattr(FATTR_MODE, 0));
        ok(Opcode.SETATTR, file, setattr(FATTR_SIZE, PAGE));
    }

    private void append() {
        ok(
                Opcode.WRITE,
                file,
                Body.empty().u64(fh, 0).u32(1, 0).u64(0).u32(O_APPEND, 0).data(new byte[1]));
    }

    private static Body setattr(int valid, long size) {
        return Body.empty().u32(valid, 0).u64(0, size, 0, 0, 0, 0).u32(0, 0, 0, REGULAR_0644, 0, 0, 0, 0);
    }

    private void readLink() {
        long symlink = ok(Opcode.LOOKUP, ROOT, Body.name("symlink")).nodeid();
        ok(Opcode.READLINK, symlink, Body.empty());
        forget(symlink, 1);
    }

    private void openAndRelease() {
        release(file, ok(Opcode.OPEN, file, Body.empty().u32(O_RDWR, 0)).u64(0));
    }

    private void createAndRemove() {
        long created = createAndClose(ROOT, "created");
        ok(Opcode.UNLINK, ROOT, Body.name("created"));
        forget(created, 1);
    }

    private long createAndClose(long parent, String name) {
        Answer created = ok(
                Opcode.CREATE,
                parent,
                Body.empty().u32(O_RDWR, REGULAR_0644, 0, 0).string(name));
        release(created.nodeid(), created.u64(128));
        return created.nodeid();
    }

    private void makeDirectory() {
        long made =
                ok(Opcode.MKDIR, ROOT, Body.empty().u32(0755, 0).string("made")).nodeid();
        ok(Opcode.RMDIR, ROOT, Body.name("made"));
        forget(made, 1);
    }

    private void link() {
        forget(ok(Opcode.LINK, ROOT, Body.empty().u64(file).string("second")).nodeid(), 1);
        ok(Opcode.UNLINK, ROOT, Body.name("second"));
    }

    private void rename() {
        for (List<String> names : List.of(List.of("symlink", "renamed"), List.of("renamed", "symlink"))) {
            ok(Opcode.RENAME, ROOT, Body.empty().u64(ROOT).string(names.get(0)).string(names.get(1)));
        }
    }

    /** Lists the directory; of READDIRPLUS the client forgets each entry at once. */
    private void list(int opcode) {
        Answer opened = client.call(Opcode.OPENDIR, directory, Body.empty().u32(0, 0));
        long open = opened.ok() ? opened.u64(0) : 0;
        byte[] listing = ok(opcode, directory, range(open, 0, 8 * PAGE)).body();
        assertThat(new String(listing, StandardCharsets.ISO_8859_1)).contains("entry19");
        if (opcode == Opcode.READDIRPLUS) {
            forgetAllOf(ByteBuffer.wrap(listing).order(ByteOrder.nativeOrder()));
        }
        if (opened.ok()) {
            ok(Opcode.RELEASEDIR, directory, Body.empty().u64(open, 0, 0));
        }
    }

    private void forgetAllOf(ByteBuffer entries) {
        Body batch = Body.empty().u32(20, 0);
        int shown = 0;
        for (int at = 0; at < entries.capacity(); ) {
            if (entries.getLong(at) != 0) {
                batch.u64(entries.getLong(at), 1);
                shown++;
            }
            at += ENTRY_OUT + (DIRENT + entries.getInt(at + ENTRY_OUT + NAME_LENGTH_AT) + 7 & ~7);
        }
        assertThat(shown).isEqualTo(20);
        client.post(Opcode.BATCH_FORGET, 0, batch);
    }

    private static Body range(long fh, long offset, int size) {
        return Body.empty().u64(fh, offset).u32(size, 0).u64(0).u32(0, 0);
    }

    private void release(long nodeid, long open) {
        ok(Opcode.RELEASE, nodeid, Body.empty().u64(open, 0, 0));
    }

    private void forget(long nodeid, long lookups) {
        client.forget(nodeid, lookups);
    }

    private Answer ok(int opcode, long nodeid, Body body) {
        Answer answer = client.call(opcode, nodeid, body);
        assertThat(answer.ok())
                .as("%s answered %s", Opcode.name(opcode), answer)
                .isTrue();
        return answer;
    }
}
