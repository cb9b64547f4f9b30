package org.holdfast.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.holdfast.os.Errno;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;

/** The operations whose interleavings Lincheck tries: {@link Clients} of a {@link TinyDaemon} with work links. */
@Param(name = "file", gen = IntGen.class, conf = "0:1")
@Param(name = "thread", gen = ThreadIdGen.class)
public class TableClients implements Clients {
    private static final int FILES = 2;
    private static final int THREADS = 3;

    private final TinyDaemon daemon;
    private final List<Client> clients = new ArrayList<>();

    /** One thread's lookups, and the request that it has running. */
    private static final class Client {
        final List<Deque<Long>> owned = new ArrayList<>();
        final Pin scratch = new Pin();
        final Pin pin = new Pin();
        int pinned = -1;

        Client() {
            for (int file = 0; file < FILES; file++) {
                owned.add(new ArrayDeque<>());
            }
        }
    }

    /** Clients of a daemon with work links. */
    public TableClients() {
        this(true);
    }

    TableClients(boolean links) {
        daemon = new TinyDaemon(FILES, links);
        for (int thread = 0; thread < THREADS; thread++) {
            clients.add(new Client());
        }
    }

    @Override
    @Operation
    public boolean lookup(@Param(name = "thread") int thread, @Param(name = "file") int file) {
        Client client = clients.get(thread);
        boolean fresh = daemon.lookup(file, client.scratch);
        client.owned.get(file).push(client.scratch.nodeid);
        daemon.unpin(client.scratch);
        return fresh;
    }

    @Override
    @Operation
    public boolean forget(@Param(name = "thread") int thread, @Param(name = "file") int file) {
        return forget(thread, file, 1);
    }

    @Override
    @Operation
    public boolean forgetAll(@Param(name = "thread") int thread, @Param(name = "file") int file) {
        return forget(thread, file, Long.MAX_VALUE);
    }

    private boolean forget(int thread, int file, long lookups) {
        Long nodeid = clients.get(thread).owned.get(file).poll();
        if (nodeid == null) {
            return false;
        }
        daemon.forget(nodeid, lookups);
        return true;
    }

    @Override
    @Operation
    public long count(@Param(name = "thread") int thread, @Param(name = "file") int file) {
        Long nodeid = clients.get(thread).owned.get(file).peek();
        return nodeid == null ? -1 : daemon.table.count(nodeid);
    }

    @Override
    @Operation
    public int getattr(@Param(name = "thread") int thread, @Param(name = "file") int file) {
        Client client = clients.get(thread);
        Long nodeid = client.owned.get(file).peek();
        if (nodeid == null) {
            return -1;
        }
        if (!daemon.table.pin(nodeid, client.scratch, true)) {
            return Errno.ESTALE;
        }
        daemon.getattr(file, client.scratch);
        daemon.unpin(client.scratch);
        return 0;
    }

    @Override
    @Operation
    public int pin(@Param(name = "thread") int thread, @Param(name = "file") int file) {
        Client client = clients.get(thread);
        Long nodeid = client.owned.get(file).peek();
        if (nodeid == null || client.pinned >= 0) {
            return -1;
        }
        if (!daemon.table.pin(nodeid, client.pin, false)) {
            return Errno.ESTALE;
        }
        client.pinned = file;
        return 0;
    }

    @Override
    @Operation
    public boolean unpin(@Param(name = "thread") int thread) {
        Client client = clients.get(thread);
        if (client.pinned < 0) {
            return false;
        }
        daemon.reach(client.pinned, client.pin);
        daemon.unpin(client.pin);
        client.pinned = -1;
        return true;
    }

    @Override
    @Operation
    public boolean again(@Param(name = "thread") int thread) {
        Client client = clients.get(thread);
        if (client.pinned < 0 || !daemon.table.again(client.pin)) {
            return false;
        }
        client.owned.get(client.pinned).push(client.pin.nodeid);
        return true;
    }

    /** After the last operation: the table and the host agree, and nothing is left when all is given up. */
    @Validate
    public void nothingIsLeft() {
        daemon.checkAtRest();
        for (int thread = 0; thread < THREADS; thread++) {
            unpin(thread);
            for (int file = 0; file < FILES; file++) {
                while (forget(thread, file)) {
                    daemon.checkAtRest();
                }
            }
        }
        daemon.checkEmpty();
    }
}
