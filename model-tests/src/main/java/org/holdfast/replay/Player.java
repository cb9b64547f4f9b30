package org.holdfast.replay;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.kernel.Ability;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.kernel.KernelClient;
import org.holdfast.os.Errno;
import org.holdfast.replay.HostTree.Place;
import org.holdfast.spec.Action;
import org.holdfast.spec.Entry;
import org.holdfast.spec.Forgetting;
import org.holdfast.spec.Life;
import org.holdfast.spec.Naming;
import org.holdfast.spec.Work;
import org.holdfast.spec.sequence.Actor;
import org.holdfast.spec.sequence.Line;
import org.holdfast.spec.sequence.Rest;
import org.holdfast.spec.sequence.Sequence;

/** Plays one sequence of class serial against the daemon on a bench. */
final class Player {
    private static final String LOST = "lost";
    private static final String OVER_FORGET = "over-forget";

    private final Sequence sequence;
    private final Bench bench;
    private final HostTree tree;
    private final Known known;
    private final Requests requests;
    private final AtRest rest;
    private final Map<Integer, Asked> replies = new HashMap<>();
    private final List<Difference> reuses = new ArrayList<>();

    private Player(Sequence sequence, Bench bench, Duration patience) {
        this.sequence = sequence;
        this.bench = bench;
        tree = new HostTree(bench.export());
        known = new Known(tree, bench);
        requests = new Requests(bench, tree, known);
        boolean holds =
                bench.kind().policy().equals(Optional.of(sequence.model().policy()));
        rest = new AtRest(bench, tree, known, holds, patience);
    }

    /**
     * Plays it; afterwards the daemon is fit for the next one, or abandoned.
     *
     * @param patience how long the daemon may take to come to rest: it releases in the background
     */
    static Outcome play(Sequence sequence, Bench bench, DaemonKind kind, Duration patience) {
        bench.prepare(kind);
        Player player = new Player(sequence, bench, patience);
        boolean whole = false;
        try {
            player.play();
            whole = true;
            return new Outcome(player.reuses, Optional.empty(), Optional.empty());
        } catch (Difference e) {
            List<Difference> all = new ArrayList<>(player.reuses);
            all.add(e);
            return new Outcome(all, bench.end(e), Optional.empty());
        } finally {
            if (!whole) {
                bench.abandon();
            }
        }
    }

    private void play() throws Difference {
        int last = 0;
        for (Line line : sequence.lines()) {
            last = line.number();
            try {
                String got = take(line);
                if (!got.equals(line.toString())) {
                    throw new Difference(line, got, null);
                }
                noteReuse(line);
            } catch (IOException | RuntimeException | AssertionError e) {
                throw new Difference(line, e.getMessage() == null ? e.toString() : e.getMessage(), e);
            }
        }
        if (bench.isDown()) {
            return;
        }
        if (!sequence.quiescent()) {
            bench.forgetAll();
        }
        String left = rest.settled(Rest.EMPTY);
        if (!left.equals(Rest.EMPTY.toString())) {
            throw new Difference(last + 1, "end, with nothing left", left);
        }
        if (bench.tellsOfOverForgets() && !sequence.needs().contains(OVER_FORGET)) {
            throw new Difference(last + 1, "end, with every lookup counted by the daemon as well", bench.log());
        }
    }

    /** One is enough: what it gives again once it gives again often. */
    private void noteReuse(Line line) {
        known.reused()
                .filter(said -> reuses.isEmpty() && bench.kind().can(Ability.FIFO_ORDER)) // else a FORGET may be late
                .ifPresent(said -> reuses.add(
                        new Difference(line, line.toString().replaceFirst("nodeid [0-9]+", "nodeid " + said), null)));
    }

    /** Does what the line says; returns it with what came of it. */
    private String take(Line line) throws IOException {
        if (line instanceof Line.AtRest is) {
            return new Line.AtRest(0, is.left()).toString().replace(is.left().toString(), rest.settled(is.left()));
        }
        Line.Step step = (Line.Step) line;
        if (step.actor() == Actor.CLIENT) {
            if (isLost(step)) {
                bench.loseNextReply();
            }
            client(step);
        } else if (step.actor() == Actor.HOST) {
            host(step.action());
        } else {
            return daemon(step);
        }
        return line.toString();
    }

    /** Whether the answer to the request that begins with this step does not arrive. */
    private boolean isLost(Line.Step asking) {
        return !asking.ask().isEmpty()
                && sequence.lines().stream()
                        .dropWhile(line -> line != asking)
                        .filter(line ->
                                line instanceof Line.Step step && !step.answer().isEmpty())
                        .findFirst()
                        .filter(line -> ((Line.Step) line).answer().equals(LOST))
                        .isPresent();
    }

    private void client(Line.Step step) throws IOException {
        String[] ask = step.ask().split(" ");
        Action a = step.action();
        if (a instanceof Entry.Open open) {
            replies.put(open.r(), requests.onName(KernelClient.ROOT, HostTree.TOP, "lookup", open.x()));
        } else if (a instanceof Naming.Remove remove) {
            replies.put(remove.r(), requests.onName(KernelClient.ROOT, HostTree.TOP, "remove", remove.x()));
        } else if (a instanceof Naming.Rename rename) {
            replies.put(
                    rename.r(),
                    requests.rename(new Place(rename.d(), rename.from()), new Place(rename.e(), rename.to())));
        } else if (a instanceof Work.Pin pin && ask[0].equals("rename")) {
            replies.put(pin.r(), requests.rename(place(ask[1], ask[2]), place(ask[3], ask[4])));
        } else if (a instanceof Work.Pin pin && ask.length > 1) {
            long nodeid = known.node(pin.n());
            replies.put(pin.r(), requests.onName(nodeid, known.object(nodeid), ask));
        } else if (a instanceof Work.Pin pin) {
            replies.put(pin.r(), requests.onNode(pin.n(), step.ask()));
        } else if (a instanceof Forgetting.Forget forget) {
            bench.client().forget(known.node(forget.n()), forget.k());
        } else if (a instanceof Life.Reset) {
            bench.reset();
            known.forgetNodes();
        } else {
            throw new IllegalArgumentException("no step of a client: " + step);
        }
    }

    private static Place place(String directory, String name) {
        return new Place(Integer.parseInt(directory), name);
    }

    private void host(Action a) throws IOException {
        if (a instanceof Life.Crash) {
            bench.crash();
            known.forgetNodes();
        } else {
            requests.host(a);
        }
    }

    /** What the daemon has to do between the replies it does unseen; each reply is compared where it stands. */
    private String daemon(Line.Step step) {
        if (step.action() instanceof Life.Restart) {
            bench.start();
        }
        if (step.answer().isEmpty()) {
            return step.toString();
        }
        int slot = slot(step.action());
        Asked asked = replies.remove(slot);
        if (asked == null) {
            throw new IllegalStateException("slot " + slot + " has no request");
        }
        String got = told(asked, step.answer());
        requests.changed(asked.touched());
        return new Line.Step(0, step.actor(), step.action(), step.ask(), got).toString();
    }

    private String told(Asked asked, String expected) {
        boolean ok = asked.answer().ok();
        return switch (expected) {
            case "done" -> ok ? "done" : "error (" + asked.answer() + ")";
            case LOST -> asked.answer().lost() ? LOST : asked.answer().toString();
            case "error", "stale" -> ok ? "done" : refused(asked, expected);
            default -> known.tell(asked.answer(), asked.entry(), expected.split(" "), asked.extra());
        };
    }

    private static String refused(Asked asked, String expected) {
        boolean stale = asked.answer().errno() == Errno.ESTALE;
        return expected.equals("error") || stale ? expected : "error (" + asked.answer() + ")";
    }

    private static int slot(Action a) {
        if (a instanceof Work.Reply reply) {
            return reply.r();
        }
        if (a instanceof Entry.Refuse refuse) {
            return refuse.r();
        }
        if (a instanceof Work.Again again) {
            return again.r();
        }
        if (a instanceof Work.Undelivered undelivered) {
            return undelivered.r();
        }
        throw new IllegalArgumentException("no answer comes with " + a);
    }
}
