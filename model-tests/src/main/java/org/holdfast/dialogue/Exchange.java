package org.holdfast.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.holdfast.fuse.Opcode;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.Body;
import org.holdfast.os.Errno;
import org.holdfast.testkit.Usage;

/** Sends the client's requests and judges the answers: one request alone, or several that are in flight at once. */
final class Exchange {
    private static final int BATCH = 1000;

    private final Stage stage;
    private final Names names;
    private final Usage usage;
    private final boolean isLenient;
    private Known known;

    /** Lenient: what a file states beside the oracle is not looked at. */
    Exchange(Stage stage, Names names, Known known, Usage usage, boolean isLenient) {
        this.isLenient = isLenient;
        this.stage = stage;
        this.names = names;
        this.known = known;
        this.usage = usage;
    }

    Known known() {
        return known;
    }

    /** A request alone. */
    Answer one(Step step) throws Stop {
        Request request = Request.of(step, names, known);
        Verdict verdict = Oracle.verdict(step, names, known);
        Answer answer = stage.client().call(request.opcode(), request.nodeid(), request.body());
        if (answer.lost()) {
            lost(step, verdict);
        } else {
            judge(step, verdict, answer);
        }
        return answer;
    }

    private void judge(Step step, Verdict verdict, Answer answer) throws Stop {
        usage.count(step.verb(), answer.ok() ? "ok" : Errno.name(answer.errno()));
        Optional<Complaint> wrong = verdict.judge(answer, step.verb().equals("lookup"), known);
        if (wrong.isPresent()) {
            throw new Stop(wrong.get(), verdict.describe());
        }
        if (!Oracle.isGone(verdict, answer)) {
            state(step, answer);
        }
    }

    private void state(Step step, Answer answer) throws Stop {
        Optional<Complaint> other = isLenient ? Optional.empty() : Told.stated(step, answer, names);
        if (other.isPresent()) {
            throw new Stop(other.get(), String.join(" ", step.answer()) + "  (the file says so)");
        }
    }

    /** The reply did not arrive, as if the request had not been sent: only a LOOKUP changes nothing else. */
    private static void lost(Step step, Verdict verdict) {
        if (!step.verb().equals("lookup") || verdict.allowed().isEmpty()) {
            throw new BadDialogue(step.line(), "only the reply to a lookup can be lost");
        }
    }

    /** What has no reply: FORGET, BATCH_FORGET. */
    void forget(Step step) {
        switch (step.verb()) {
            case "forget" -> {
                long nodeid = names.node(step.argument(0));
                long held = known.node(nodeid).map(Known.Node::lookups).orElse(1L);
                long lookups = Long.parseLong(step.argument(1, Long.toString(held)));
                stage.client().forget(nodeid, lookups);
                known.forget(nodeid, lookups);
            }
            case "forget-all" -> forgetAll();
            default -> {
                List<Long> items = new ArrayList<>();
                for (int i = 0; i < step.arguments().size(); i += 2) {
                    items.add(names.node(step.argument(i)));
                    items.add(Long.parseLong(step.argument(i + 1)));
                }
                batch(items);
            }
        }
        usage.count(step.verb(), "sent");
    }

    /** BATCH_FORGET of all that the client holds. */
    void forgetAll() {
        List<Long> items = new ArrayList<>();
        known.nodes.forEach((nodeid, node) -> {
            if (nodeid != 1) {
                items.add(nodeid);
                items.add(node.lookups());
            }
        });
        for (int from = 0; from < items.size(); from += 2 * BATCH) {
            batch(items.subList(from, Math.min(items.size(), from + 2 * BATCH)));
        }
    }

    private void batch(List<Long> items) {
        Body batch = Body.empty().u32(items.size() / 2, 0);
        for (int i = 0; i < items.size(); i += 2) {
            batch.u64(items.get(i), items.get(i + 1));
            known.forget(items.get(i), items.get(i + 1));
        }
        stage.client().post(Opcode.BATCH_FORGET, 0, batch);
    }

    /** Those of several lines that get answers. */
    static List<Step> requests(List<Step> steps) {
        return steps.stream().filter(step -> !step.verb().equals("interrupt")).toList();
    }

    /** Requests that are all sent before an answer is waited for: they may have been done in any order. */
    List<Answer> together(List<Step> steps) throws Stop {
        List<Step> requests = requests(steps);
        List<Request> all = new ArrayList<>();
        for (Step step : requests) {
            all.add(Request.of(step, names, known));
        }
        List<Long> uniques = new ArrayList<>();
        for (Step step : steps) {
            if (step.verb().equals("interrupt")) {
                stage.client().post(Opcode.INTERRUPT, 0, Body.empty().u64(uniques.get(uniques.size() - 1)));
            } else {
                Request request = all.get(uniques.size());
                uniques.add(stage.client().send(request.opcode(), request.nodeid(), request.body()));
            }
        }
        List<Answer> answers = new ArrayList<>();
        for (long unique : uniques) {
            answers.add(stage.client().await(unique));
        }
        Orders orders = new Orders(requests, answers, names);
        known = orders.of(known);
        for (int i = 0; i < requests.size(); i++) {
            usage.count(
                    requests.get(i).verb(),
                    answers.get(i).ok() ? "ok" : Errno.name(answers.get(i).errno()));
            state(requests.get(i), answers.get(i));
        }
        return answers;
    }
}
