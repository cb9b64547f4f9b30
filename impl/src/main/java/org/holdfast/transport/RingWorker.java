package org.holdfast.transport;

import java.util.BitSet;
import java.util.List;
import org.holdfast.os.Cpus;
import org.holdfast.os.Errno;
import org.holdfast.os.Ring;
import org.holdfast.os.Sys;

/**
 * One thread that serves requests from its ring: hands over a reply and waits for the next request with one system call.
 * Reads /dev/fuse as the others do where the kernel does not want rings.
 */
final class RingWorker implements Worker {
    private static final int MAX_FAILURES = 100;
    private static final int RETRY_MILLIS = 10;

    private final Sys sys;
    private final int fd;
    private final Turn turn;
    private final Session session;
    private final ThreadRing own;
    private final Ring ring;
    /** Entries that the kernel has, or will get at the next system call. */
    private int live;

    RingWorker(Sys sys, int fd, Turn turn, Session session, ThreadRing own) {
        this.sys = sys;
        this.fd = fd;
        this.turn = turn;
        this.session = session;
        this.own = own;
        this.ring = own.ring();
    }

    @Override
    public Turn turn() {
        return turn;
    }

    /** A reply is on its way until the kernel has taken what was committed. */
    @Override
    public boolean seal() {
        return turn.seal() && ring.isSubmitted();
    }

    @Override
    public void serve() {
        BitSet before = Cpus.allowed(sys);
        if (session.rings.awaitDecision()) {
            if (!own.cpus().isEmpty()) {
                Cpus.move(sys, own.cpus());
            }
            if (register()) {
                serveRing();
                return;
            }
            Cpus.move(sys, before);
        }
        new FuseWorker(sys, fd, turn, session).serve();
    }

    /** Gives all entries to the kernel; false when it has taken none. */
    private boolean register() {
        List<RingEntry> entries = own.entries();
        for (int i = 0; i < entries.size(); i++) {
            entries.get(i).register(ring, fd, i);
        }
        live = entries.size();
        int error = ring.enter(0);
        if (error < 0) {
            session.rings.refused(-error);
            return false;
        }
        // What the kernel refuses completes at once.
        completeAll();
        for (RingEntry entry : entries) {
            if (!entry.isRefused()) {
                session.rings.registered(entry.queue());
            }
        }
        return live > 0;
    }

    private void serveRing() {
        int failures = 0;
        while (live > 0 && failures < MAX_FAILURES) {
            int error = ring.enter(1);
            if (completeAll()) {
                failures = 0;
            } else if (error < 0 && error != -Errno.EINTR) {
                failures++;
                reportAndWait(-error, failures);
                session.readFailure = failures == MAX_FAILURES ? -error : 0;
            }
        }
    }

    /** Serves every request that is there; false when there is none. */
    private boolean completeAll() {
        boolean any = false;
        while (ring.next()) {
            int index = (int) ring.userData();
            int result = ring.result();
            ring.seen();
            complete(own.entries().get(index), index, result);
            any = true;
        }
        return any;
    }

    private void complete(RingEntry entry, int index, int result) {
        if (result == 0) {
            serve(entry, index);
            return;
        }
        switch (-result) {
            case Errno.ENOTCONN, Errno.ECONNABORTED, Errno.ENODEV, Errno.ECANCELED -> live--;
            default -> {
                if (entry.refuse(turn)) {
                    session.rings.refused(-result);
                    live--;
                } else {
                    Log.warning("the kernel refused a reply through a ring: " + Errno.describe(-result));
                    entry.register(ring, fd, index);
                }
            }
        }
    }

    private void serve(RingEntry entry, int index) {
        turn.begin();
        entry.receive();
        int opcode = entry.request().opcode();
        boolean taken = turn.handle(entry.request(), entry.reply());
        int errno = entry.reply().error();
        entry.commit(ring, fd, index, taken);
        turn.end(opcode, errno, taken);
    }

    /** An error of io_uring_enter that should not be: said once, and tried again for a second. */
    private static void reportAndWait(int errno, int failures) {
        if (failures == 1) {
            Log.warning("cannot wait for requests: " + Errno.describe(errno));
        }
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
