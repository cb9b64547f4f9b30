package org.holdfast.dialogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.holdfast.kernel.Answer;
import org.holdfast.os.Errno;
import org.holdfast.spec.posix.Outcome;
import org.holdfast.spec.posix.Result;

/**
 * One answer that is allowed.
 *
 * @param errno 0 for success
 * @param rule what allows it
 * @param check looks at a success, and takes what it tells into what is known
 */
record Allowed(int errno, String rule, Check check) {
    /** Looks at the body of a success. */
    interface Check {
        /** What is wrong with it; if nothing is, what is known has changed as the request changes it. */
        Optional<Complaint> of(Answer answer, Known known);
    }

    private static final int HIGHEST_ERRNO = 133;
    private static final Map<String, Integer> NUMBERS = new TreeMap<>();

    static {
        for (int errno = 1; errno <= HIGHEST_ERRNO; errno++) {
            NUMBERS.put(Errno.name(errno), errno);
        }
        NUMBERS.put("EAGAIN", Errno.EAGAIN);
        NUMBERS.put("EOPNOTSUPP", Errno.EOPNOTSUPP);
    }

    static int number(String errno) {
        Integer number = NUMBERS.get(errno);
        if (number == null) {
            throw new BadDialogue("there is no error " + errno);
        }
        return number;
    }

    static Allowed error(String errno, String rule) {
        return new Allowed(number(errno), rule, (answer, known) -> Optional.empty());
    }

    static List<Allowed> errors(String rule, String... names) {
        List<Allowed> allowed = new ArrayList<>();
        for (String name : names) {
            allowed.add(error(name, rule));
        }
        return allowed;
    }

    static Allowed success(String rule, Check check) {
        return new Allowed(0, rule, check);
    }

    /** What a call of the model allows; {@code check} makes the check of an outcome that is a success. */
    static List<Allowed> of(Collection<Outcome> outcomes, Function<Outcome, Check> check) {
        return outcomes.stream()
                .map(outcome -> outcome.result() instanceof Result.Failed failed
                        ? error(failed.errno().name(), outcome.rule())
                        : success(outcome.rule(), check.apply(outcome)))
                .toList();
    }

    /** A success without a body that says anything. */
    static Check taking(Outcome outcome) {
        return (answer, known) -> {
            known.world = outcome.next();
            return Optional.empty();
        };
    }

    /** In words, with its rule. */
    @Override
    public String toString() {
        return (errno == 0 ? "success" : Errno.name(errno)) + "  (" + rule + ")";
    }
}
