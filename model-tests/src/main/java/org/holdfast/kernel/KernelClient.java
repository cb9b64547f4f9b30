package org.holdfast.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.holdfast.fuse.Opcode;
import org.holdfast.testkit.Await;

/**
 * A kernel's side of a session. Requests may be sent without waiting for the replies of those before; a reply is found by
 * its number. For one thread.
 */
public final class KernelClient {
    /** The nodeid of the top directory. */
    public static final long ROOT = 1;

    /** The last version of the protocol that this client knows is 7.45. */
    public static final int MAJOR = 7;

    public static final int NEWEST_MINOR = 45;

    private static final int REQUEST_HEADER_BYTES = 40;

    /** All flags up to 30 but those that a daemon at a socket cannot do: splice needs a device. */
    private static final int FLAGS = 0x73fffc7b;

    /** FUSE_INIT_EXT: the request is 64 bytes long. */
    private static final int INIT_EXT = 1 << 30;

    private static final int FIRST_MINOR_WITH_INIT_EXT = 36;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int READAHEAD = 128 << 10;
    private static final Set<Integer> WITH_ENTRY = Set.of(
            Opcode.LOOKUP, Opcode.MKNOD, Opcode.MKDIR, Opcode.SYMLINK, Opcode.LINK, Opcode.CREATE, Opcode.TMPFILE);

    private final Channel channel;
    private final LookupCounts counts = new LookupCounts();
    private final Map<Long, Integer> inFlight = new HashMap<>();
    private final Map<Long, Answer> early = new HashMap<>();
    private long last;
    private LostReply losing;
    private Caller caller = Caller.ROOT;

    /** One that speaks through a channel. */
    public KernelClient(Channel channel) {
        this.channel = channel;
    }

    /** The same as {@link #actFor}, for a caller without supplementary groups. */
    public void as(int uid, int gid) {
        actFor(new Caller(uid, gid, List.of()));
    }

    /** What the daemon has shown and the client not forgotten. */
    public LookupCounts counts() {
        return counts;
    }

    /**
     * INIT, with which a session begins, or begins anew. A daemon answers with the older one of both versions, or with
     * its own.
     */
    public Answer init(int minor) {
        boolean extended = minor >= FIRST_MINOR_WITH_INIT_EXT;
        Body init = Body.empty().u32(MAJOR, minor, READAHEAD, extended ? FLAGS : FLAGS & ~INIT_EXT);
        if (extended) {
            init.u32(new int[12]);
        }
        Answer answer = call(Opcode.INIT, 0, init);
        counts.clear();
        return answer;
    }

    /** LOOKUP; a nodeid of 0 means as much as ENOENT. */
    public Answer lookup(long parent, String name) {
        return call(Opcode.LOOKUP, parent, Body.name(name));
    }

    public Answer getattr(long nodeid) {
        return call(Opcode.GETATTR, nodeid, Body.empty().u64(0, 0));
    }

    /** FORGET, which has no reply; returns its number. */
    public long forget(long nodeid, long lookups) {
        write(++last, Opcode.FORGET, nodeid, Body.empty().u64(lookups));
        counts.forgotten(nodeid, lookups);
        return last;
    }

    /** One BATCH_FORGET of all that the client remembers. */
    public void forgetAll() {
        Set<Long> nodes = counts.nodes();
        Body batch = Body.empty().u32(nodes.size(), 0);
        nodes.forEach(nodeid -> batch.u64(nodeid, counts.of(nodeid)));
        write(++last, Opcode.BATCH_FORGET, 0, batch);
        counts.clear();
    }

    /** Sends a request and waits for its reply. */
    public Answer call(int opcode, long nodeid, Body body) {
        return losing == null ? await(send(opcode, nodeid, body)) : lost(opcode, nodeid, body);
    }

    /** Sends a request that has a reply; returns its number for {@link #await}. */
    public long send(int opcode, long nodeid, Body body) {
        long unique = ++last;
        inFlight.put(unique, opcode);
        write(unique, opcode, nodeid, body);
        return unique;
    }

    /** Sends a request that has no reply, and counts nothing of it; returns its number. */
    public long post(int opcode, long nodeid, Body body) {
        write(++last, opcode, nodeid, body);
        return last;
    }

    /** From now on the reply to the next {@link #call} does not arrive; {@code reply} makes the daemon fail to send it. */
    void lose(LostReply reply) {
        losing = reply;
    }

    /** The daemon has dealt with the failure when it has read the next request as well, which needs no reply. */
    private Answer lost(int opcode, long nodeid, Body body) {
        LostReply reply = losing;
        losing = null;
        int filled = reply.fill();
        long unique = ++last;
        write(unique, opcode, nodeid, body);
        write(++last, Opcode.INTERRUPT, 0, Body.empty().u64(0));
        Await.until("the daemon has read its requests", PATIENCE, reply::isRead, () -> "");
        for (int i = 0; i < filled; i++) {
            if (read(channel.receive()).unique() != 0) {
                throw new AssertionError("a reply arrived although the socket was full");
            }
        }
        reply.end();
        return new Answer(unique, Answer.LOST, new byte[0]);
    }

    /** On whose behalf the requests from now on are made; at first on root's. */
    public void actFor(Caller caller) {
        this.caller = caller;
    }

    private void write(long unique, int opcode, long nodeid, Body body) {
        byte[] extension = caller.extension();
        byte[] bytes = body.data(extension).bytes();
        ByteBuffer message =
                ByteBuffer.allocate(REQUEST_HEADER_BYTES + bytes.length).order(ByteOrder.nativeOrder());
        message.putInt(message.capacity()).putInt(opcode).putLong(unique).putLong(nodeid);
        message.putInt(caller.uid()).putInt(caller.gid());
        message.putInt((int) ProcessHandle.current().pid()).putInt(extension.length / Caller.EXTENSION_UNIT);
        channel.send(message.put(bytes).array());
    }

    /** The reply to that request, whichever come before it. */
    public Answer await(long unique) {
        while (!early.containsKey(unique)) {
            Answer answer = read(channel.receive());
            Integer opcode = inFlight.remove(answer.unique());
            if (answer.unique() != 0 && opcode == null) {
                throw new AssertionError("a reply to no request: number " + answer.unique() + ", " + answer);
            }
            if (opcode != null) {
                arrived(opcode, answer);
            }
        }
        return early.remove(unique);
    }

    private static Answer read(Optional<byte[]> message) {
        byte[] bytes = message.orElseThrow(() -> new AssertionError("the daemon has closed its end"));
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        if (bytes.length < Answer.HEADER_BYTES || buffer.getInt(0) != bytes.length) {
            throw new AssertionError("not a reply: " + bytes.length + " bytes");
        }
        byte[] body = new byte[bytes.length - Answer.HEADER_BYTES];
        buffer.get(Answer.HEADER_BYTES, body);
        return new Answer(buffer.getLong(8), -buffer.getInt(4), body);
    }

    private void arrived(int opcode, Answer answer) {
        early.put(answer.unique(), answer);
        if (answer.ok() && WITH_ENTRY.contains(opcode)) {
            counts.shown(answer.nodeid());
        }
    }

    /** The numbers of the requests that have no reply yet. */
    public Set<Long> inFlight() {
        return Set.copyOf(inFlight.keySet());
    }
}
