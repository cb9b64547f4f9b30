package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;
import org.holdfast.fuse.Opcode;
import org.holdfast.fuse.Request;
import org.holdfast.os.Errno;

/**
 * Whatever bytes a client sends, it gets an answer: an errno or a success, never an exception, and nothing leaks. The
 * export is closed after each property, and with it everything is counted.
 */
final class MalformedRequestTest {
    private static final int[] UNKNOWN = {0, 7, 19, 63, 64, 9999, -1, Integer.MIN_VALUE};
    /** Tries of the random property; each sends {@link #PER_TRY} requests. */
    private static final int TRIES = 250;

    private static final int PER_TRY = 100;
    private static int sent;

    private Export export;
    private List<Long> nodeids;
    private List<Long> handles;

    @BeforeProperty
    void open() {
        export = Export.open(Setup.LINK.sys(GuardedSys.create()));
        nodeids = new ArrayList<>(List.of(Client.ROOT, 0L, 999L, -1L));
        handles = new ArrayList<>(List.of(0L, 1L, -1L, 1L << 32 | 77));
        Client client = export.theClient();
        client.init().ok();
        Answer file = client.create(Client.ROOT, "file", 2, 0644);
        client.write(file.nodeid(), file.handle(), 0, "some text").ok();
        long directory = client.mkdir(Client.ROOT, "directory").nodeid();
        nodeids.add(file.nodeid());
        nodeids.add(directory);
        nodeids.add(client.symlink(Client.ROOT, "symlink", "file").nodeid());
        nodeids.add(client.mknod(Client.ROOT, "fifo", 0010644, 0).nodeid());
        handles.add(file.handle());
        handles.add(client.opendir(directory).handle());
    }

    @AfterProperty
    void close() {
        export.close();
    }

    @AfterContainer
    static void report() {
        System.out.println("random requests sent: " + sent);
    }

    private static int[] opcodes() {
        return IntStream.concat(IntStream.range(0, Opcode.LIMIT), IntStream.of(UNKNOWN))
                .toArray();
    }

    private Answer send(byte[] message) {
        sent++;
        return export.theClient().send(message);
    }

    /** Arguments that make sense, as far as it goes: nodeids, handles and names that exist, among random numbers. */
    private byte[] plausible(int opcode, Random random) {
        Message message = new Message(opcode, pick(nodeids, random));
        int bytes = Opcode.argumentBytes(opcode) + (opcode == Opcode.SETXATTR ? 8 : 0);
        for (int at = 0; at < bytes; at += 8) {
            message.u64(argument(random));
        }
        String[] names = {"file", "directory", "symlink", "fifo", "new", "", "..", "user.a", ".holdfast"};
        for (int i = random.nextInt(3); i >= 0; i--) {
            message.name(names[random.nextInt(names.length)]);
        }
        if (random.nextInt(4) == 0) {
            message.data(garbage(random, 64)).extensions(random.nextInt(10));
        }
        return random.nextInt(8) == 0 ? cut(message.bytes(), random) : message.bytes();
    }

    private long argument(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> pick(handles, random);
            case 1 -> pick(nodeids, random);
            case 2 -> random.nextInt(300);
            case 3 -> (long) random.nextInt(5000) << 32 | random.nextInt(5000);
            case 4 -> -1L << random.nextInt(64);
            default -> random.nextLong();
        };
    }

    private static <T> T pick(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static byte[] garbage(Random random, int limit) {
        byte[] bytes = new byte[random.nextInt(limit)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] cut(byte[] message, Random random) {
        byte[] shorter = Arrays.copyOf(message, random.nextInt(message.length + 1));
        if (shorter.length >= 4 && random.nextBoolean()) {
            ByteBuffer.wrap(shorter).order(ByteOrder.LITTLE_ENDIAN).putInt(0, shorter.length);
        }
        return shorter;
    }

    @Property(tries = TRIES, shrinking = ShrinkingMode.OFF)
    void randomRequests(@ForAll("seeds") long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < PER_TRY; i++) {
            int opcode = opcodes()[random.nextInt(opcodes().length)];
            boolean harmless = opcode != Opcode.INIT && opcode != Opcode.DESTROY;
            byte[] message = random.nextInt(3) == 0
                    ? Message.withBody(opcode, pick(nodeids, random), garbage(random, 200))
                    : plausible(harmless ? opcode : Opcode.FORGET, random);
            Answer answer = send(message);
            assertThat(answer.errno()).as("opcode %d", opcode).isBetween(0, 133);
            assertThat(answer.payload().length).isLessThanOrEqualTo(Client.CAPACITY);
        }
    }

    @Provide
    Arbitrary<Long> seeds() {
        return Arbitraries.longs();
    }

    @Property(tries = 1)
    void everyOpcodeTruncatedAtEveryLength() {
        for (int opcode : opcodes()) {
            byte[] whole = plausible(opcode, new Random(opcode));
            for (int length = 0; length <= whole.length; length++) {
                byte[] message = Arrays.copyOf(whole, length);
                Answer lying = send(message);
                if (length < whole.length) {
                    assertThat(lying.errno()).isEqualTo(Errno.EINVAL);
                }
                if (length >= 4 && opcode != Opcode.DESTROY && opcode != Opcode.INIT) {
                    ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).putInt(0, length);
                    Answer honest = send(message);
                    if (length < Request.HEADER_BYTES + Opcode.argumentBytes(opcode)) {
                        assertThat(honest.errno()).isEqualTo(Errno.EINVAL);
                    }
                }
            }
        }
    }

    @Property(tries = 1)
    void unknownOpcodesAreNotImplemented() {
        for (int opcode : UNKNOWN) {
            assertThat(send(Message.withBody(opcode, Client.ROOT, new byte[64])).errno())
                    .isEqualTo(Errno.ENOSYS);
        }
        for (int opcode : new int[] {Opcode.POLL, Opcode.BMAP, Opcode.GETLK, Opcode.SETLK, Opcode.SETUPMAPPING}) {
            assertThat(send(Message.withBody(opcode, Client.ROOT, new byte[64])).errno())
                    .isEqualTo(Errno.ENOSYS);
        }
    }

    @Property(tries = 1)
    void sizesThatAreNegativeOrHuge() {
        Client client = export.theClient();
        long file = client.lookup(Client.ROOT, "file").nodeid();
        long handle = client.open(file, 2).handle();
        long directory = client.lookup(Client.ROOT, "directory").nodeid();
        long dirHandle = client.opendir(directory).handle();
        for (int size : new int[] {-1, -1000, Integer.MIN_VALUE, Integer.MAX_VALUE, Client.CAPACITY + 1}) {
            assertThat(client.read(file, handle, 0, size).text()).isEqualTo("some text");
            assertThat(client.readdir(directory, dirHandle, 0, size).listed()).hasSize(2);
            assertThat(client.send(Client.data(Opcode.WRITE, file, handle, 0, size)
                                    .data(new byte[8]))
                            .errno())
                    .isEqualTo(Errno.EINVAL);
            Message get = new Message(Opcode.GETXATTR, file).u32(size, 0).name("user.none");
            assertThat(client.send(get).errno()).isIn(Errno.ENODATA, Errno.EOPNOTSUPP);
            Message list = new Message(Opcode.LISTXATTR, file).u32(size, 0);
            assertThat(client.send(list).isOk()).isTrue();
            Message set = new Message(Opcode.SETXATTR, file)
                    .u32(size, 0, 0, 0)
                    .name("user.a")
                    .data(new byte[8]);
            assertThat(client.send(set).errno()).isEqualTo(Errno.EINVAL);
        }
        assertThat(client.read(file, handle, -1, 10).errno()).isEqualTo(Errno.EINVAL);
        assertThat(client.read(file, handle, Long.MAX_VALUE - 10, 10).isOk()).isTrue();
    }
}
