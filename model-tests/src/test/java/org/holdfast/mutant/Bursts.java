package org.holdfast.mutant;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.holdfast.fuse.Opcode;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.Body;
import org.holdfast.kernel.Holdfast;
import org.holdfast.kernel.KernelClient;
import org.holdfast.os.Errno;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.Scratch;

/**
 * Requests that are all sent before a reply is read, to a daemon with several workers, so that they are served at once: LOOKUPs
 * of a few names, GETATTRs, and FORGETs that race with both.
 */
final class Bursts implements AutoCloseable {
    private static final int WORKERS = 4;
    private static final int FILES = 6;
    private static final int REQUESTS = 48;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Scratch scratch = Scratch.create();
    private final Session session;
    private final KernelClient client;
    private final Random random = new Random(1);
    private final long[] inos = new long[FILES];
    private final int fds;

    /** Nodeid by its file, and how many lookups the client holds of each. */
    private final Map<Long, Integer> files = new HashMap<>();

    private final Map<Long, Long> held = new HashMap<>();

    Bursts(Holdfast kind) throws IOException {
        session = Session.in(scratch, kind.withWorkers(WORKERS));
        for (int i = 0; i < FILES; i++) {
            inos[i] = (long) Files.getAttribute(Files.createFile(session.file("f" + i)), "unix:ino");
        }
        client = session.start();
        client.lookup(KernelClient.ROOT, "f0");
        client.forgetAll();
        atRest();
        fds = session.daemon().descriptors().size();
    }

    private void atRest() {
        Await.until("no work link is left", PATIENCE, () -> links() == 0, () -> "");
    }

    private int links() {
        return DaemonProcess.links(session.daemon().workdir().orElseThrow()).size();
    }

    /** A request on the way, and the file or node that it is of. */
    private record Sent(long unique, int opcode, int file, long nodeid) {}

    /** One burst, and every hundredth time a rest, at which nothing may be left. */
    void play(int number) throws Broken {
        try {
            burst();
            if (number % 100 == 0) {
                rest();
            }
        } catch (AssertionError e) {
            throw new Broken("P13", e.getMessage());
        }
    }

    private void burst() throws Broken {
        Map<Long, Long> most = new HashMap<>(held);
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            List<Long> nodes = new ArrayList<>(most.keySet());
            int what = nodes.isEmpty() ? 0 : random.nextInt(8);
            long nodeid = nodes.isEmpty() ? 0 : nodes.get(random.nextInt(nodes.size()));
            if (what < 4) {
                int file = random.nextInt(FILES);
                long unique = client.send(Opcode.LOOKUP, KernelClient.ROOT, Body.name("f" + file));
                sent.add(new Sent(unique, Opcode.LOOKUP, file, 0));
            } else if (what < 6) {
                long unique = client.send(Opcode.GETATTR, nodeid, Body.empty().u64(0, 0));
                sent.add(new Sent(unique, Opcode.GETATTR, files.get(nodeid), nodeid));
            } else {
                long count = random.nextBoolean() ? most.get(nodeid) : 1;
                long unique = client.send(Opcode.GETATTR, nodeid, Body.empty().u64(0, 0));
                sent.add(new Sent(unique, Opcode.GETATTR, files.get(nodeid), nodeid));
                forget(nodeid, count);
                most.merge(nodeid, -count, Long::sum);
                most.values().removeIf(left -> left == 0);
            }
        }
        for (Sent one : sent) {
            judge(one, client.await(one.unique()), most);
        }
        oneNodeForEachFile();
    }

    /** Singly or in a batch, which another thread of the daemon finishes. */
    private void forget(long nodeid, long count) {
        if (random.nextBoolean()) {
            client.forget(nodeid, count);
        } else {
            client.post(Opcode.BATCH_FORGET, 0, Body.empty().u32(1, 0).u64(nodeid, count));
        }
        held.merge(nodeid, -count, Long::sum);
        held.values().removeIf(left -> left == 0);
    }

    private void judge(Sent sent, Answer answer, Map<Long, Long> kept) throws Broken {
        boolean lookup = sent.opcode() == Opcode.LOOKUP;
        String what = lookup ? "LOOKUP f" + sent.file() : "GETATTR of f" + sent.file();
        if (!lookup && !kept.containsKey(sent.nodeid()) && answer.errno() == Errno.ESTALE) {
            return; // was forgotten on the way, which no kernel does
        }
        Broken.unless(answer.ok(), lookup ? "P10" : "P1", what, "got", answer);
        long ino = lookup ? answer.entry().ino() : answer.attributes().ino();
        Broken.unless(ino == inos[sent.file()], "P4", what, "got inode", ino, "where it is", inos[sent.file()]);
        int nlink = lookup ? answer.entry().nlink() : answer.attributes().nlink();
        Broken.unless(nlink == 1, "P8", what, "got nlink", nlink);
        if (lookup) {
            Integer before = files.put(answer.nodeid(), sent.file());
            Broken.unless(before == null || before == sent.file(), "P4", what, "got the nodeid of f" + before);
            held.merge(answer.nodeid(), 1L, Long::sum);
        }
    }

    private void oneNodeForEachFile() throws Broken {
        Set<Integer> seen = new HashSet<>();
        for (long nodeid : held.keySet()) {
            int file = files.get(nodeid);
            Broken.unless(seen.add(file), "P4", "two nodeids of f" + file);
            Answer answer = client.getattr(nodeid);
            Broken.unless(answer.ok(), "P3", "GETATTR of f" + file + ", which the client holds, got", answer);
        }
    }

    private void rest() throws Broken {
        for (Map.Entry<Long, Long> node : Map.copyOf(held).entrySet()) {
            forget(node.getKey(), node.getValue());
        }
        client.getattr(KernelClient.ROOT);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while ((links() > 0 || session.daemon().descriptors().size() > fds) && System.nanoTime() < end) {
            Await.pause(Duration.ofMillis(5));
        }
        Broken.unless(links() == 0, "P7", links(), "work links are left");
        int open = session.daemon().descriptors().size();
        Broken.unless(open <= fds, "P11", open, "descriptors where there were", fds);
        Broken.unless(
                !session.daemon().log().contains("over-FORGET"),
                "P2",
                session.daemon().log());
    }

    @Override
    public void close() {
        try (scratch) {
            session.close();
        }
    }
}
