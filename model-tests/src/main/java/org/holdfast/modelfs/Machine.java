package org.holdfast.modelfs;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.spec.posix.Body;
import org.holdfast.spec.posix.Call;
import org.holdfast.spec.posix.Caller;
import org.holdfast.spec.posix.Outcome;
import org.holdfast.spec.posix.Result;
import org.holdfast.spec.posix.Settings;
import org.holdfast.spec.posix.Time;
import org.holdfast.spec.posix.Tree;
import org.holdfast.spec.posix.World;

/**
 * One world, in which calls are made one after the other; of the outcomes that are allowed the first happens. The lock is
 * this object's own.
 */
final class Machine {
    private World world;

    /** When the calls were made that have changed something, by their numbers. */
    private final List<Instant> ticks = new ArrayList<>();

    private int handles;

    Machine(Settings settings) {
        world = World.empty(settings);
        ticks.add(Instant.now());
    }

    /** What the call answers, made by that caller. */
    synchronized Result make(Caller caller, Call call) {
        Outcome outcome = call.in(world.as(caller)).iterator().next();
        world = outcome.next();
        while (ticks.size() <= world.clock()) {
            ticks.add(Instant.now());
        }
        List<String> wrong = Tree.violations(world);
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(call + " leaves a world in which " + wrong);
        }
        return outcome.result();
    }

    /** The name of a handle that has never been open. */
    synchronized int newHandle() {
        return ++handles;
    }

    /** A handle by which the object is open. */
    synchronized Optional<String> handleOf(int object) {
        return world.handles().entrySet().stream()
                .filter(handle -> handle.getValue().object() == object)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The numbers of what an open directory holds, by names. */
    synchronized Map<String, Integer> numbers(String handle) {
        int directory = world.handles().get(handle).object();
        return ((Body.Names) world.at(directory).body()).names();
    }

    /** A time as a moment; where several are allowed, it is the latest call's. */
    synchronized Instant moment(Time time) {
        return time.possible().stream()
                .max(Comparator.comparingInt(Machine::call))
                .map(i -> i instanceof Time.Given given
                        ? Instant.ofEpochSecond(given.seconds(), given.nanoseconds())
                        : ticks.get(call(i)))
                .orElseThrow();
    }

    private static int call(Time.Instant instant) {
        return instant instanceof Time.Tick tick ? tick.call() : -1;
    }
}
