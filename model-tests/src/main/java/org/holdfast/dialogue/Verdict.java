package org.holdfast.dialogue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.holdfast.kernel.Answer;
import org.holdfast.os.Errno;

/**
 * Every answer that is allowed to a request.
 *
 * @param property that an answer of another kind breaks
 */
record Verdict(String property, List<Allowed> allowed) {
    private static final int ENTRY_BYTES = 128;

    /** Judges an answer; if nothing is wrong, what is known has changed as the answer says. */
    Optional<Complaint> judge(Answer answer, boolean lookup, Known known) {
        int errno = lookup && isNegative(answer) ? Errno.ENOENT : answer.errno();
        Optional<Complaint> first = Optional.empty();
        for (Allowed one : allowed) {
            if (one.errno() == errno) {
                Optional<Complaint> complaint = errno == 0 ? one.check().of(answer, known) : Optional.empty();
                if (complaint.isEmpty()) {
                    return complaint;
                }
                first = first.or(() -> complaint);
            }
        }
        return first.or(() -> Optional.of(new Complaint(property, "got " + answer)));
    }

    /** An entry of nodeid 0 says that there is no such name: linux/fuse.h. */
    private static boolean isNegative(Answer answer) {
        return answer.ok() && answer.body().length >= ENTRY_BYTES && answer.u64(0) == 0;
    }

    String describe() {
        return allowed.stream().map(Allowed::toString).distinct().collect(Collectors.joining("\n  "));
    }
}
