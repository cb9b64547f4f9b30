package org.holdfast.many;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.holdfast.fuse.Opcode;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.Body;
import org.holdfast.kernel.KernelClient;
import org.holdfast.os.Errno;

/** Random requests on a few names of a few objects, several in flight at once, with FORGETs between. */
final class Burst {
    private static final int IN_FLIGHT = 5;
    private static final int REQUESTS = 24;
    private static final List<String> NAMES = List.of("a", "b", "c");

    private final KernelClient client;
    private final List<Long> objects;
    private final String prefix;
    private final Random random;
    private final Map<Long, Operation> flying = new HashMap<>();
    private final List<Operation> history = new ArrayList<>();
    private int clock;

    /** {@code objects}: nodeids that the client holds one lookup of; {@code prefix} makes the names its own. */
    Burst(KernelClient client, List<Long> objects, String prefix, Random random) {
        this.client = client;
        this.objects = objects;
        this.prefix = prefix;
        this.random = random;
    }

    /** What came of it; the last operations, one after the other, tell what the names are. */
    List<Operation> run() {
        for (int sent = 0; sent < REQUESTS; ) {
            if (flying.size() < IN_FLIGHT && random.nextInt(3) > 0) {
                send();
                sent++;
            } else if (!flying.isEmpty()) {
                await(List.copyOf(flying.keySet()).get(random.nextInt(flying.size())));
                forgetSome();
            }
        }
        List.copyOf(flying.keySet()).forEach(this::await);
        for (String name : NAMES) {
            send("lookup", name, "-", Opcode.LOOKUP, KernelClient.ROOT, Body.name(prefix + name));
            List.copyOf(flying.keySet()).forEach(this::await);
        }
        return history;
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private void send() {
        String from = name();
        String to = name();
        int object = random.nextInt(objects.size());
        switch (random.nextInt(4)) {
            case 0 -> send("lookup", from, "-", Opcode.LOOKUP, KernelClient.ROOT, Body.name(prefix + from));
            case 1 -> send("unlink", from, "-", Opcode.UNLINK, KernelClient.ROOT, Body.name(prefix + from));
            case 2 ->
                send(
                        "link",
                        "" + (object + 1),
                        to,
                        Opcode.LINK,
                        KernelClient.ROOT,
                        Body.empty().u64(objects.get(object)).string(prefix + to));
            default ->
                send(
                        "rename",
                        from,
                        to,
                        Opcode.RENAME,
                        KernelClient.ROOT,
                        Body.empty()
                                .u64(KernelClient.ROOT)
                                .string(prefix + from)
                                .string(prefix + to));
        }
    }

    private void send(String kind, String from, String to, int opcode, long nodeid, Body body) {
        Operation begun = new Operation(++clock, 0, kind, from, to, "");
        flying.put(client.send(opcode, nodeid, body), begun);
    }

    private void await(long request) {
        Answer answer = client.await(request);
        Operation begun = flying.remove(request);
        history.add(new Operation(
                begun.sent(), ++clock, begun.kind(), begun.from(), begun.to(), told(begun.kind(), answer)));
    }

    private String told(String kind, Answer answer) {
        if (!answer.ok()) {
            return Errno.name(answer.errno());
        }
        return kind.equals("lookup") ? "" + (objects.indexOf(answer.nodeid()) + 1) : "ok";
    }

    /** All but the one lookup that keeps each object known: held back until now, or some more. */
    private void forgetSome() {
        long nodeid = objects.get(random.nextInt(objects.size()));
        if (random.nextInt(4) == 0 && client.counts().of(nodeid) > 1) {
            client.forget(nodeid, client.counts().of(nodeid) - 1);
        }
    }
}
