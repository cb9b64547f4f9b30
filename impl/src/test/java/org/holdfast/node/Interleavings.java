package org.holdfast.node;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.holdfast.os.NativeBuffer;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/** Lincheck's model checker, set up for {@link TableClients}. */
final class Interleavings {
    /** What {@link #main} ends with when some interleaving is wrong. */
    static final int WRONG = 3;

    private Interleavings() {}

    /**
     * Checks the table of the class path; ends with 0 if nothing is wrong.
     *
     * @param args scenarios, see {@link #scenario}
     */
    public static void main(String[] args) {
        try {
            ModelCheckingOptions options = options(1000);
            Arrays.stream(args).forEach(text -> options.addCustomScenario(scenario(text)));
            options.minimizeFailedScenario(false).check(TableClients.class);
        } catch (LincheckAssertionError e) {
            System.out.println(e.getMessage());
            System.exit(WRONG);
        }
        System.exit(0);
    }

    /**
     * What each thread does with one file, as {@code "lookup forget | lookup count"}: methods of {@link Clients}.
     * {@code lookup1} is about another file.
     */
    static ExecutionScenario scenario(String text) {
        List<List<Actor>> threads = new ArrayList<>();
        for (String thread : text.split("\\|")) {
            List<Actor> actors = new ArrayList<>();
            for (String word : thread.strip().split(" ")) {
                int file = word.endsWith("1") ? 1 : 0;
                actors.add(actor(word.replace("1", ""), threads.size(), file));
            }
            threads.add(actors);
        }
        return new ExecutionScenario(List.of(), threads, List.of(), actor("nothingIsLeft", 0, 0));
    }

    private static Actor actor(String name, int thread, int file) {
        Method method = Arrays.stream(TableClients.class.getMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return new Actor(method, List.of(thread, file).subList(0, method.getParameterCount()));
    }

    /** No scenario yet, and so many interleavings of each, if it has so many. */
    static ModelCheckingOptions options(int interleavings) {
        return new ModelCheckingOptions()
                .iterations(0)
                .invocationsPerIteration(interleavings)
                .sequentialSpecification(RememberedFiles.class)
                // What stands below the lock of a Shard, and a system call, is one step each.
                .addGuarantee(forClasses(
                                Slots.class.getName(),
                                IdentityIndex.class.getName(),
                                CtimeLedger.class.getName(),
                                TinyHost.class.getName())
                        .allMethods()
                        .treatAsAtomic())
                // What the threads do not share is none.
                .addGuarantee(forClasses(HoldPath.class.getName(), NativeBuffer.class.getName())
                        .allMethods()
                        .ignore())
                .addGuarantee(forClasses(NodeTable.class.getName(), Pin.class.getName(), Shard.class.getName())
                        .methods("<init>", "counts")
                        .ignore());
    }
}
