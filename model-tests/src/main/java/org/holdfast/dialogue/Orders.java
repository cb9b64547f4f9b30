package org.holdfast.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.holdfast.kernel.Answer;
import org.holdfast.os.Errno;

/** Finds an order in which requests that were in flight at once can have been done, so that each answer is allowed. */
final class Orders {
    private final List<Step> requests;
    private final List<Answer> answers;
    private final Names names;
    private final Set<String> complaints = new TreeSet<>();
    private Complaint first;

    Orders(List<Step> requests, List<Answer> answers, Names names) {
        this.requests = requests;
        this.answers = answers;
        this.names = names;
    }

    /** What is known after the first such order. */
    Known of(Known before) throws Stop {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < requests.size(); i++) {
            all.add(i);
        }
        Optional<Known> after = search(before, all, "");
        if (after.isEmpty()) {
            throw new Stop(first, "what some order of them allows; but\n  " + String.join("\n  ", complaints));
        }
        return after.get();
    }

    private Optional<Known> search(Known before, List<Integer> left, String done) {
        if (left.isEmpty()) {
            return Optional.of(before);
        }
        for (int next : left) {
            Known k = before.copy();
            Step step = requests.get(next);
            Answer answer = answers.get(next);
            Optional<Complaint> wrong = answer.errno() == Errno.EINTR
                    ? Optional.empty()
                    : Oracle.verdict(step, names, k).judge(answer, step.verb().equals("lookup"), k);
            if (wrong.isPresent()) {
                first = first == null ? wrong.get() : first;
                complaints.add((done.isEmpty() ? "first " : "after " + done + ": ") + step + " got " + wrong.get());
                continue;
            }
            List<Integer> rest = new ArrayList<>(left);
            rest.remove((Integer) next);
            Optional<Known> after = search(k, rest, done + (done.isEmpty() ? "" : ", ") + step);
            if (after.isPresent()) {
                return after;
            }
        }
        return Optional.empty();
    }
}
