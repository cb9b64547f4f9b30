package org.holdfast.spec.equality;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tla2sany.semantic.FormalParamNode;
import tlc2.tool.Action;
import tlc2.tool.StateVec;
import tlc2.tool.TLCState;
import tlc2.tool.impl.FastTool;
import tlc2.util.FP64;
import tlc2.value.impl.Value;
import util.SimpleFilenameToStream;

/** Holdfast.tla with one configuration in this JVM. TLC keeps it in static fields, so there can be one only. */
final class TlcModel {
    /** Its steps are formulas of the module InodeContract, which TLC names by their place there. */
    private static final String CONTRACT = "ImplementsContract";

    private final FastTool tool;
    private final Map<String, Action> actions = new LinkedHashMap<>();
    private final Map<String, Action> invariants = new LinkedHashMap<>();
    private final Map<String, Action> stepProperties = new LinkedHashMap<>();

    /** The model of the directory that {@link org.holdfast.spec.bounded.Tlc#prepare} has filled. */
    TlcModel(Path dir) {
        FP64.Init(0);
        tool = new FastTool("Holdfast", "model", new SimpleFilenameToStream(dir.toString()));
        for (Action a : tool.getActions()) {
            actions.merge(name(a), a, (x, y) -> {
                throw new IllegalStateException("two actions are named " + name(x));
            });
        }
        for (int i = 0; i < tool.getInvariants().length; i++) {
            invariants.put(tool.getInvNames()[i], tool.getInvariants()[i]);
        }
        for (int i = 0; i < tool.getImpliedActions().length; i++) {
            String name = tool.getImpliedActNames()[i];
            stepProperties.put(
                    name.endsWith(" of module InodeContract") ? CONTRACT : name, tool.getImpliedActions()[i]);
        }
    }

    /** The actions of Next by name and arguments, for example Open(1, a). */
    Map<String, Action> actions() {
        return actions;
    }

    List<String> invariants() {
        return List.copyOf(invariants.keySet());
    }

    boolean holds(String invariant, TLCState s) {
        return tool.isValid(invariants.get(invariant), s);
    }

    /** The names of properties that are about steps. */
    List<String> stepProperties() {
        return List.copyOf(stepProperties.keySet());
    }

    boolean holds(String stepProperty, TLCState from, TLCState to) {
        return tool.isValid(stepProperties.get(stepProperty), from, to);
    }

    TLCState init() {
        StateVec init = tool.getInitStates();
        if (init.size() != 1) {
            throw new IllegalStateException(init.size() + " initial states");
        }
        return init.elementAt(0);
    }

    List<TLCState> next(Action a, TLCState s) {
        StateVec next = tool.getNextStates(a, s);
        List<TLCState> list = new ArrayList<>(next.size());
        for (int i = 0; i < next.size(); i++) {
            list.add(next.elementAt(i));
        }
        return list;
    }

    private static String name(Action a) {
        List<String> arguments = new ArrayList<>();
        for (FormalParamNode p : a.getOpDef().getParams()) {
            Object v = a.con.lookup(p);
            arguments.add(v instanceof Value value ? value.toString().replace("\"", "") : String.valueOf(v));
        }
        return a.getName() + "(" + String.join(", ", arguments) + ")";
    }
}
