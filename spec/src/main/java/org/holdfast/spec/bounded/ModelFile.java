package org.holdfast.spec.bounded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.holdfast.spec.Model;
import org.holdfast.spec.Rule;

/** The bounded models of tla/models.json. */
public final class ModelFile {
    /** The directory of the TLA+ modules: the first one named tla above the working directory. */
    public static final Path TLA = directory();

    private static final Map<?, ?> ROOT = load();

    private ModelFile() {}

    /**
     * One model with what is expected of it.
     *
     * @param constants the TLA+ constants, rules left out
     * @param without the rule that is removed
     * @param check the properties to check
     * @param expect "ok", or the property that must break
     * @param states the number of distinct states of a model that holds
     * @param edges the number of steps between them
     * @param tier "quick" unless models.json says another one, for what takes too long to run always
     * @param symmetry the constants whose elements can be exchanged without a difference; then TLC counts states that
     *     differ by such an exchange once, and so do states and edges. Not on the quick tier, where TLC and the Java model
     *     are compared, and not for liveness, where TLC would be unsound
     * @param why why this bound, and what a smaller one would miss; or what breaks
     * @param bug the bug of the zoo that a model that must fail stands for: its number and what it was
     * @param depth the depth of its graph, or the number of states of the shortest counterexample; absent for liveness
     */
    public record Entry(
            String name,
            Map<String, Object> constants,
            Optional<Rule> without,
            List<String> check,
            String expect,
            int states,
            long edges,
            String tier,
            List<String> symmetry,
            String why,
            String bug,
            Optional<Integer> depth) {

        /** Whether the model must hold. */
        public boolean holds() {
            return expect.equals("ok");
        }

        /** The same model with other properties to check. */
        public Entry checking(List<String> properties) {
            return new Entry(
                    name, constants, without, properties, expect, states, edges, tier, symmetry, why, bug, depth);
        }

        /** Whether TLC makes use of a symmetry. */
        public boolean isSymmetric() {
            return !symmetry.isEmpty();
        }

        /** Whether a property is about infinite runs. */
        public boolean isLive() {
            return check.stream().anyMatch(names("liveness")::contains);
        }

        /** Whether it belongs to the tier; TLC and the Java model are compared on the quick ones. */
        public boolean isIn(String tier) {
            return tier().equals(tier);
        }

        /** The same model for Java. */
        @SuppressWarnings("unchecked")
        public Model model() {
            return new Model(
                    (List<String>) constants.get("Names"),
                    (List<String>) constants.get("Kinds"),
                    (List<Integer>) constants.get("Inos"),
                    (int) constants.get("MaxObjects"),
                    (List<Integer>) constants.get("Mounts"),
                    (boolean) constants.get("Bind"),
                    (int) constants.get("MaxNodeid"),
                    (List<Integer>) constants.get("Requests"),
                    (int) constants.get("MaxLookups"),
                    (List<String>) constants.get("Ops"),
                    (String) constants.get("Policy"),
                    (int) constants.get("Budget"),
                    (List<String>) constants.get("Causes"),
                    (boolean) constants.get("Crashes"),
                    without.map(Set::of).orElse(Set.of()));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The strings under a key, for example the names of all invariants. */
    public static List<String> names(String key) {
        return strings(ROOT.get(key));
    }

    /** Every model. */
    public static Stream<Entry> all() {
        return ((List<?>) ROOT.get("models")).stream().map(m -> entry((Map<?, ?>) m));
    }

    /** The quick models that must hold. */
    public static Stream<Entry> good() {
        return all().filter(e -> e.holds() && e.isIn("quick"));
    }

    /** The models that must fail. */
    public static Stream<Entry> bad() {
        return all().filter(e -> !e.holds());
    }

    private static Entry entry(Map<?, ?> m) {
        Map<String, Object> constants = new LinkedHashMap<>();
        put(constants, ROOT.get("defaults"));
        if (m.containsKey("constants")) {
            put(constants, m.get("constants"));
        }
        String expect = (String) m.get("expect");
        List<String> check;
        if (m.containsKey("check")) {
            check = strings(m.get("check"));
        } else if (expect.equals("ok")) {
            check = Stream.concat(names("invariants").stream(), names("actionProperties").stream())
                    .toList();
        } else {
            check = List.of(expect);
        }
        return new Entry(
                (String) m.get("name"),
                constants,
                Optional.ofNullable((String) m.get("without")).map(Rule::valueOf),
                check,
                expect,
                m.containsKey("states") ? (int) m.get("states") : 0,
                m.containsKey("edges") ? (int) m.get("edges") : 0,
                m.containsKey("tier") ? (String) m.get("tier") : "quick",
                m.containsKey("symmetry") ? strings(m.get("symmetry")) : List.of(),
                (String) m.get("why"),
                m.containsKey("zoo") ? m.get("zoo") + ", " + ((Map<?, ?>) ROOT.get("zoo")).get(m.get("zoo")) : "",
                Optional.ofNullable((Integer) m.get("depth")));
    }

    private static List<String> strings(Object list) {
        return ((List<?>) list).stream().map(String.class::cast).toList();
    }

    private static void put(Map<String, Object> constants, Object more) {
        ((Map<?, ?>) more).forEach((k, v) -> constants.put((String) k, v));
    }

    /** The model as a configuration of TLC. */
    public static String cfg(Entry e) {
        String constants = e.constants().entrySet().stream()
                .map(c -> c.getKey() + " = " + (e.symmetry().contains(c.getKey()) ? modelValues(c) : tla(c.getValue())))
                .collect(Collectors.joining("\n"));
        String rules = Stream.of(Rule.values())
                .map(r -> r + " = " + tla(!e.without().equals(Optional.of(r))))
                .collect(Collectors.joining("\n"));
        String check = e.check().stream()
                .map(p -> (names("invariants").contains(p) ? "INVARIANT " : "PROPERTY ") + p)
                .collect(Collectors.joining("\n"));
        return String.join(
                "\n",
                "SPECIFICATION " + (e.isLive() ? "FairSpec" : "Spec"),
                "CHECK_DEADLOCK FALSE",
                e.isSymmetric() ? "SYMMETRY Interchangeable" : "",
                "CONSTANTS",
                constants,
                rules,
                check,
                "");
    }

    /** The module that TLC reads first. */
    static String root(Entry e) {
        return e.isSymmetric() ? "Symmetric.tla" : "Holdfast.tla";
    }

    /** The module that says which constants are symmetric. */
    static String symmetry(Entry e) {
        if (e.isLive() || e.isIn("quick")) {
            throw new IllegalArgumentException(e + " is live or of the quick tier: it cannot make use of a symmetry");
        }
        String permutations =
                e.symmetry().stream().map(c -> "Permutations(" + c + ")").collect(Collectors.joining(" \\cup "));
        return "---- MODULE Symmetric ----\nEXTENDS Holdfast, TLC\nInterchangeable == " + permutations + "\n====\n";
    }

    /** A set of values that are equal to nothing but themselves; only such ones can be symmetric. */
    private static String modelValues(Map.Entry<String, Object> constant) {
        return ((List<?>) constant.getValue())
                .stream().map(v -> constant.getKey() + "_" + v).collect(Collectors.joining(", ", "{", "}"));
    }

    private static String tla(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().map(ModelFile::tla).collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Boolean b) {
            return b ? "TRUE" : "FALSE";
        }
        return value instanceof String s ? '"' + s + '"' : value.toString();
    }

    private static Path directory() {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.isReadable(here.resolve("tla/models.json"))) {
            here = here.getParent();
        }
        if (here == null) {
            throw new IllegalStateException("no tla/models.json in the working directory or above it");
        }
        return here.resolve("tla");
    }

    private static Map<?, ?> load() {
        try {
            return Json.read(Files.readString(TLA.resolve("models.json")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
