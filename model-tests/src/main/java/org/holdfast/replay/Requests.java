package org.holdfast.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.holdfast.fuse.Opcode;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.Body;
import org.holdfast.kernel.KernelClient;
import org.holdfast.replay.HostTree.Place;
import org.holdfast.spec.Action;
import org.holdfast.spec.Host;
import org.holdfast.testkit.HostFile;

/** What the client asks, as requests of the protocol. */
final class Requests {
    /** A name that no sequence has. */
    private static final String OTHER = "a name of no sequence";

    private static final int FS_IOC_GETFLAGS = 0x80086601;
    private static final int FS_IOC_SETFLAGS = 0x40086602;
    private static final int IOCTL_OUT_BYTES = 16;
    private static final int FS_IMMUTABLE_FL = 0x10;
    private static final int FLAGS_BYTES = 4;

    private final Bench bench;
    private final HostTree tree;
    private final Known known;

    Requests(Bench bench, HostTree tree, Known known) {
        this.bench = bench;
        this.tree = tree;
        this.known = known;
    }

    private KernelClient client() {
        return bench.client();
    }

    /** A request on a name in a directory; {@code words} as they stand in a sequence behind the colon. */
    Asked onName(long parent, int directory, String... words) {
        Place place = new Place(directory, words[1]);
        return switch (words[0]) {
            case "lookup" -> Asked.entry(client().lookup(parent, words[1]));
            case "remove" -> remove(parent, place);
            default -> throw new IllegalArgumentException("no request on a name: " + words[0]);
        };
    }

    private Asked remove(long parent, Place place) {
        int object = tree.at(place);
        int opcode = tree.object(object).isDirectory() ? Opcode.RMDIR : Opcode.UNLINK;
        Answer answer = client().call(opcode, parent, Body.name(place.name()));
        if (answer.ok() || answer.lost()) {
            tree.removed(place);
            changed(object);
        }
        return Asked.other(answer);
    }

    /** RENAME from one directory to the same or another, which the client knows. */
    Asked rename(Place from, Place to) {
        int replaced = tree.at(to);
        Answer answer = client().call(
                        Opcode.RENAME,
                        known.directory(from.dir()),
                        Body.empty()
                                .u64(known.directory(to.dir()))
                                .string(from.name())
                                .string(to.name()));
        if (answer.ok() || answer.lost()) {
            tree.renamed(from, to);
            changed(replaced);
        }
        return Asked.other(answer);
    }

    /** A request on a node. */
    Asked onNode(int node, String request) throws IOException {
        long nodeid = known.node(node);
        return switch (request) {
            case "getattr" -> Asked.other(client().getattr(nodeid));
            case "link" -> link(nodeid);
            case "warm" -> warm(nodeid);
            default -> throw new IllegalArgumentException("no request on a node: " + request);
        };
    }

    /** The name is gone again afterwards; none was made if the reply that was lost was a refusal. */
    private Asked link(long nodeid) throws IOException {
        int object = known.object(nodeid);
        Answer answer = client().call(
                        Opcode.LINK, KernelClient.ROOT, Body.empty().u64(nodeid).string(OTHER));
        if (!answer.ok() && !answer.lost()) {
            return Asked.entry(answer);
        }
        Path made = bench.export().resolve(OTHER);
        HostFile.at(made).ifPresent(tree.object(object)::changed);
        Files.deleteIfExists(made);
        return new Asked(answer, true, 1, object);
    }

    /** Sets the immutable flag, for which the daemon gives up its link, and takes it off again. */
    private Asked warm(long nodeid) {
        int object = known.object(nodeid);
        Answer open = client().call(Opcode.OPEN, nodeid, Body.empty().u32(0, 0));
        if (!open.ok()) {
            return Asked.other(open);
        }
        long fh = open.u64(0);
        try {
            Answer get = client().call(Opcode.IOCTL, nodeid, ioctl(fh, FS_IOC_GETFLAGS, 0, FLAGS_BYTES));
            if (!get.ok()) {
                return Asked.other(get);
            }
            int flags = get.u32(IOCTL_OUT_BYTES);
            Answer set = setFlags(nodeid, fh, flags | FS_IMMUTABLE_FL);
            if (!set.ok()) {
                return Asked.other(set);
            }
            changed(object);
            try {
                return new Asked(client().getattr(nodeid), false, 0, object);
            } finally {
                setFlags(nodeid, fh, flags);
            }
        } finally {
            client().call(Opcode.RELEASE, nodeid, Body.empty().u64(fh).u32(0, 0).u64(0));
        }
    }

    private Answer setFlags(long nodeid, long fh, int flags) {
        return client().call(
                        Opcode.IOCTL,
                        nodeid,
                        ioctl(fh, FS_IOC_SETFLAGS, FLAGS_BYTES, 0).u32(flags));
    }

    /** {@code struct fuse_ioctl_in}. */
    private static Body ioctl(long fh, int command, int in, int out) {
        return Body.empty().u64(fh).u32(0, command).u64(0).u32(in, out);
    }

    /** What another program does in the export. */
    void host(Action a) throws IOException {
        if (a instanceof Host.HostCreate create) {
            tree.create(new Place(create.d(), create.x()), create.kind());
        } else if (a instanceof Host.HostLink link) {
            tree.link(new Place(link.d(), link.from()), new Place(link.e(), link.to()));
        } else if (a instanceof Host.HostRename rename) {
            Place to = new Place(rename.e(), rename.to());
            int replaced = tree.at(to);
            tree.rename(new Place(rename.d(), rename.from()), to);
            changed(replaced);
        } else if (a instanceof Host.HostRemove remove) {
            Place place = new Place(remove.d(), remove.x());
            int removed = tree.at(place);
            tree.remove(place);
            changed(removed);
        } else if (a instanceof Host.HostChange change) {
            tree.change(change.o());
        } else {
            throw new IllegalArgumentException("no step of the host: " + a);
        }
    }

    /** An object that has no name any more is reached by what the daemon holds it with. */
    void changed(int object) {
        if (object == 0) {
            return;
        }
        HostObject subject = tree.object(object);
        tree.path(object)
                .or(() -> bench.reach(subject.ino()).findFirst())
                .flatMap(HostFile::behind)
                .ifPresent(subject::changed);
    }
}
