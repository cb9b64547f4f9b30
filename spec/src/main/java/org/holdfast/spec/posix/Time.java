package org.holdfast.spec.posix;

import java.util.HashSet;
import java.util.Set;

/**
 * A timestamp, as an order only: when it was set, or what it was set to. A set, because systems may put off or leave out some
 * updates (an access under relatime), and then it is one of several.
 */
public record Time(Set<Instant> possible) {
    /** A moment. */
    public sealed interface Instant {}

    /** The time of the call of that number. */
    public record Tick(int call) implements Instant {}

    /** A time that utimensat(2) was given. */
    public record Given(long seconds, int nanoseconds) implements Instant {}

    static Time at(int call) {
        return new Time(Set.of(new Tick(call)));
    }

    /** What utimensat(2) sets explicitly. */
    public static Time given(long seconds, int nanoseconds) {
        return new Time(Set.of(new Given(seconds, nanoseconds)));
    }

    /** This one, or the other one. */
    Time or(Time other) {
        Set<Instant> both = new HashSet<>(possible);
        both.addAll(other.possible);
        return new Time(Set.copyOf(both));
    }

    /** Whether a program may find the two equal; calls that follow each other closely may have equal times if not fine. */
    public boolean mayEqual(Time other, boolean fine) {
        return possible.stream()
                .anyMatch(i -> other.possible.contains(i)
                        || !fine && i instanceof Tick && other.possible.stream().anyMatch(j -> j instanceof Tick));
    }

    /** Whether a program may find the two different. */
    public boolean mayDiffer(Time other) {
        return possible.size() > 1 || !possible.equals(other.possible);
    }
}
