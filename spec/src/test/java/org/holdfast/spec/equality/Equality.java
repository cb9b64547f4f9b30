package org.holdfast.spec.equality;

import java.io.PrintStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.holdfast.spec.Action;
import org.holdfast.spec.Model;
import org.holdfast.spec.Properties;
import org.holdfast.spec.Property;
import org.holdfast.spec.State;
import org.holdfast.spec.bounded.ModelFile;
import tlc2.tool.TLCState;

/**
 * Visits every state of a model with TLC and asks the Java model for the same: from every state the same actions with the
 * same arguments lead to the same states, and every named invariant of states and property of steps has the same value. Stops
 * at the first difference.
 */
final class Equality {
    private final TlcModel tlc;
    private final Model model;
    private final int limit;
    private final int stepsFrom;
    private final Map<String, Action> java = new LinkedHashMap<>();
    private final Map<Long, State> known = new HashMap<>();
    private final List<TLCState> queue = new ArrayList<>();
    private long edges;

    private Equality(TlcModel tlc, Model model, int limit, int stepsFrom) {
        this.tlc = tlc;
        this.model = model;
        this.limit = limit;
        this.stepsFrom = stepsFrom;
        Action.all(model).forEach(a -> java.put(name(a), a));
    }

    /** What differs, in full. */
    static final class Difference extends RuntimeException {
        private static final long serialVersionUID = 1;

        Difference(String message) {
            super(message);
        }
    }

    /**
     * Arguments: the directory of the TLA+ model, the name of the Java model in models.json, how many states to visit at
     * most, and from how many of them properties of steps are compared. Prints the counts and exits with 0, or prints the
     * difference and exits with 3.
     */
    public static void main(String[] args) {
        ModelFile.Entry entry = ModelFile.all()
                .filter(e -> e.name().equals(args[1]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no model " + args[1]));
        PrintStream out = System.out;
        try {
            Equality equality = new Equality(
                    new TlcModel(Path.of(args[0])),
                    entry.model(),
                    Integer.parseInt(args[2]),
                    Integer.parseInt(args[3]));
            equality.run();
            out.println("EQUAL states " + equality.known.size() + " edges " + equality.edges + " actions "
                    + equality.java.size() + " invariants "
                    + equality.tlc.invariants().size());
        } catch (Difference d) {
            out.println("DIFFERENT " + d.getMessage());
            System.exit(3);
        }
    }

    private void run() {
        if (!tlc.actions().keySet().equals(java.keySet())) {
            Set<String> onlyTlc = new TreeSet<>(tlc.actions().keySet());
            onlyTlc.removeAll(java.keySet());
            Set<String> onlyJava = new TreeSet<>(java.keySet());
            onlyJava.removeAll(tlc.actions().keySet());
            throw new Difference("actions of TLC alone: " + onlyTlc + "; of Java alone: " + onlyJava);
        }
        TLCState init = tlc.init();
        visit(init);
        if (!known.get(init.fingerPrint()).equals(State.init(model))) {
            throw new Difference(
                    "the first state\n  TLC:  " + known.get(init.fingerPrint()) + "\n  Java: " + State.init(model));
        }
        for (int i = 0; i < queue.size(); i++) {
            TLCState s = queue.set(i, null);
            State state = known.get(s.fingerPrint());
            boolean withSteps = i < stepsFrom;
            tlc.actions().forEach((name, action) -> compare(s, state, name, action, withSteps));
        }
    }

    private void compare(TLCState s, State state, String name, tlc2.tool.Action action, boolean withSteps) {
        Action a = java.get(name);
        Set<State> javaNext = a.enabled(state) ? Set.of(a.apply(state)) : Set.of();
        Set<State> tlcNext = new HashSet<>();
        for (TLCState t : tlc.next(action, s)) {
            State next = visit(t);
            tlcNext.add(next);
            edges++;
            if (withSteps) {
                compare(s, state, t, next);
            }
        }
        if (!tlcNext.equals(javaNext)) {
            throw new Difference("action " + name + "\n  state:     " + state + "\n  TLC next:  " + show(tlcNext)
                    + "\n  Java next: " + show(javaNext));
        }
    }

    /** Each property of a step. */
    private void compare(TLCState from, State state, TLCState to, State next) {
        for (String property : tlc.stepProperties()) {
            boolean inTlc = tlc.holds(property, from, to);
            if (inTlc != Properties.byName(property).step().test(state, next)) {
                throw new Difference("property " + property + ": TLC " + inTlc + ", Java " + !inTlc + "\n  from: "
                        + state + "\n  to:   " + next);
            }
        }
    }

    /** The Java state of a TLC state; at the first visit it is queued and its invariants are compared. */
    private State visit(TLCState t) {
        State state = known.get(t.fingerPrint());
        if (state != null) {
            return state;
        }
        state = TlcState.of(model, t);
        known.put(t.fingerPrint(), state);
        if (queue.size() < limit) {
            queue.add(t);
        }
        for (String invariant : tlc.invariants()) {
            Property p = Properties.byName(invariant);
            boolean inTlc = tlc.holds(invariant, t);
            if (inTlc != p.state().test(state)) {
                throw new Difference(
                        "invariant " + invariant + ": TLC " + inTlc + ", Java " + !inTlc + "\n  state: " + state);
            }
        }
        return state;
    }

    private static String show(Set<State> states) {
        return states.isEmpty() ? "none" : states.stream().map(State::toString).collect(Collectors.joining("\n    "));
    }

    private static String name(Action a) {
        List<String> arguments = new ArrayList<>();
        try {
            for (RecordComponent c : a.getClass().getRecordComponents()) {
                arguments.add(c.getAccessor().invoke(a).toString());
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        return a.getClass().getSimpleName() + "(" + String.join(", ", arguments) + ")";
    }
}
