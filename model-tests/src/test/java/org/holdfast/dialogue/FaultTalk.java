package org.holdfast.dialogue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.KernelClient;
import org.holdfast.os.Errno;
import org.holdfast.spec.posix.Caller;
import org.holdfast.spec.posix.World;
import org.holdfast.testkit.Await;

/** The client's side of a scenario, line by line, judged by the oracle as long as nothing has failed. */
final class FaultTalk {
    /** What has failed in the daemon, if anything. */
    interface Circumstances {
        /** Whether it has failed by now. */
        default boolean failed() {
            return false;
        }

        /** The errno that it has failed with. */
        default int errno() {
            return 0;
        }

        /** Whether a reply may not arrive. */
        default boolean mayLoseReply() {
            return false;
        }

        /** Replies that the daemon has set out to write. */
        default int replies() {
            return 0;
        }

        /** Whether the failure explains why a success has less to say. */
        default boolean excuses(String complaint) {
            return false;
        }

        /** Whether that may be in a later answer than the one to the request in which something has failed. */
        default boolean showsLater() {
            return false;
        }

        /** Whether a work link may stay until the unmount. */
        default boolean keepsALink() {
            return false;
        }

        /** The daemon has answered a line, or the host has done it: nothing goes on but what is to be released. */
        default void pause(Known known) {}

        /** Requests from now on, or until now, are none of the scenario's. */
        default void probing(boolean begins) {}
    }

    static final String LESS = "success with less";
    static final String THAT = "that errno";
    static final String NO_REPLY = "no reply";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration RELEASED = Duration.ofSeconds(5);

    private final Stage stage;
    private final Circumstances around;
    private final Names names = new Names();
    private final Known known;

    FaultTalk(Stage stage, Known known, Circumstances around) {
        this.stage = stage;
        this.known = known;
        this.around = around;
    }

    Known known() {
        return known;
    }

    /** Says a line; a word for an answer that only the failed call explains. */
    Optional<String> say(Step step) throws Stop {
        Optional<String> word = act(step);
        if (!step.verb().startsWith("forget")) {
            around.pause(known);
        }
        return word;
    }

    private Optional<String> act(Step step) throws Stop {
        if (step.isHost()) {
            HostTimes times = new HostTimes(stage, known, step);
            World next = HostActs.model(step, known.world).iterator().next().next();
            if (new HostActs(stage.export()).act(step) != 0) {
                throw new AssertionError("the host cannot " + step);
            }
            known.hostDid(next.as(Caller.ROOT));
            times.take();
            return Optional.empty();
        }
        switch (step.verb()) {
            case "forget" -> {
                long nodeid = names.node(step.argument(0));
                long lookups = known.node(nodeid).orElseThrow().lookups();
                stage.client().forget(nodeid, lookups);
                known.forget(nodeid, lookups);
            }
            case "forget-all" -> {
                closeAll();
                forgetAll();
            }
            case "rest" -> rest();
            case "as" -> as(Integer.parseInt(step.argument(0)));
            case "rewind" -> known.handles.computeIfPresent(step.argument(0), (name, open) -> open.with(Listing.START));
            default -> {
                return ask(step);
            }
        }
        return Optional.empty();
    }

    void as(int id) {
        stage.client().as(id, id);
        known.world = known.world.as(new Caller(id, id, Set.of(), 0));
    }

    private Optional<String> ask(Step step) throws Stop {
        boolean other = OtherRequests.VERBS.contains(step.verb());
        Request request = other ? OtherRequests.of(step, names, known) : Request.of(step, names, known);
        Verdict verdict = other ? null : Oracle.verdict(step, names, known);
        boolean before = around.failed();
        Optional<Answer> answer = call(request);
        if (other) {
            known.forgetTimes(); // of which the model does not know that these requests change them
        }
        if (answer.isEmpty()) {
            closed(step);
            return Optional.of(NO_REPLY);
        }
        int got = answer.get().errno();
        Optional<Complaint> wrong = other
                ? got == 0 ? Optional.empty() : Entries.complain("P10", "got " + answer.get())
                : verdict.judge(answer.get(), step.verb().equals("lookup"), known);
        if (wrong.isEmpty()) {
            Told.stated(step, answer.get(), names);
            return Optional.empty();
        }
        if (got == 0
                && (!before || around.showsLater())
                && around.failed()
                && around.excuses(wrong.get().text())) {
            stage.init(); // what it has counted is not known to the letter
            known.begin();
            return Optional.of(LESS);
        }
        if (got == 0 || before || !around.failed()) {
            throw new Stop(
                    new Complaint(
                            wrong.get().property(), step + ": " + wrong.get().text()),
                    other ? "success" : verdict.describe());
        }
        closed(step);
        if (got == around.errno()) {
            return Optional.of(THAT);
        }
        return Optional.of(Errno.name(got));
    }

    /** Empty when the daemon could not write its reply and does not write another. */
    private Optional<Answer> call(Request request) {
        KernelClient client = stage.client();
        int before = around.replies();
        boolean mayBeLost = around.mayLoseReply() && !around.failed();
        long unique = client.send(request.opcode(), request.nodeid(), request.body());
        if (mayBeLost) {
            Await.until("the daemon replies", PATIENCE, () -> around.replies() > before, stage.daemon()::log);
        }
        return mayBeLost && around.failed() ? Optional.empty() : Optional.of(client.await(unique));
    }

    /** Whatever RELEASE got: close(2) is not asked twice. */
    private void closed(Step step) {
        if (step.verb().startsWith("release")) {
            known.handles.remove(step.argument(0));
            known.world = known.closed(Known.file(step.argument(0)));
        }
    }

    void closeAll() throws Stop {
        for (String handle : List.copyOf(known.handles.keySet())) {
            Optional<String> other =
                    ask(Step.of(known.handles.get(handle).directory() ? "releasedir" : "release", handle));
            if (other.isPresent() && !Set.of(NO_REPLY, THAT, "EIO").contains(other.get())) {
                throw new AssertionError("release got " + other.get());
            }
        }
    }

    void forgetAll() {
        for (long nodeid : List.copyOf(known.nodes.keySet())) {
            if (nodeid != KernelClient.ROOT) {
                long lookups = known.nodes.get(nodeid).lookups();
                stage.client().forget(nodeid, lookups);
                known.forget(nodeid, lookups);
            }
        }
    }

    void rest() throws Stop {
        around.probing(true);
        stage.client().getattr(KernelClient.ROOT);
        around.probing(false);
        long end = System.nanoTime() + RELEASED.toNanos();
        Optional<Complaint> wrong = Remains.wrong(stage, known);
        while (wrong.isPresent() && System.nanoTime() < end && !around.keepsALink()) {
            Await.pause(Duration.ofMillis(1));
            wrong = Remains.wrong(stage, known);
        }
        if (wrong.isPresent() && !around.keepsALink()) {
            throw new Stop(wrong.get(), "what the client holds, and nothing else");
        }
    }
}
