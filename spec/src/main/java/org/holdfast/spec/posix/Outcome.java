package org.holdfast.spec.posix;

import java.util.Set;

/**
 * One outcome that is allowed.
 *
 * @param next the world after the call
 * @param rule what allows it: a POSIX page, a Linux manual page or a kernel function, and its words in short
 */
public record Outcome(Result result, World next, String rule) {
    static Outcome failed(World world, Errno errno, String rule) {
        return new Outcome(new Result.Failed(errno), world, rule);
    }

    /** The only outcome: success without a value. */
    static Set<Outcome> done(World next, String rule) {
        return only(new Result.Done(), next, rule);
    }

    static Set<Outcome> only(Result result, World next, String rule) {
        return Set.of(new Outcome(result, next.settled(), rule));
    }
}
