package org.holdfast.mutant;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.holdfast.kernel.Holdfast;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Project;

/** Alters the daemon's sources as a mutant says, and compiles what is altered. The sources themselves stay as they are. */
public final class Planting {
    private static final Path SOURCES = Project.top().resolve("impl/src/main/java");
    private static final Path JAR = Project.top().resolve("impl/target/launch/holdfast.jar");
    private static final Path PLANTED = Project.top().resolve("model-tests/target/mutants");
    private static final String FAST_START = "HOLDFAST_JVM_FLAGS=-XX:TieredStopAtLevel=1";
    private static final String OLDEST_JAVA = "17";

    /** So that a daemon can go on after one, and tells of the next one as well. */
    private static final Mutant.Edit TELL_OF_EACH_OVER_FORGET = new Mutant.Edit(
            "org/holdfast/node/Nodes.java", List.of("if (Long.bitCount(times) == 1) {"), List.of("if (times > 0) {"));

    /** The launcher has built the daemon from its present sources. */
    private static boolean isBuilt;

    private Planting() {}

    /** A daemon like {@code kind} with that bug; a BadMutant if there is no such, or it cannot be planted. */
    public static Holdfast in(Holdfast kind, String mutant) {
        return kind.planted(mutant, plant(Mutant.of(mutant)));
    }

    /** The same with the mutant that the system property {@code holdfast.mutant} names; {@code kind} itself without it. */
    public static Holdfast chosen(Holdfast kind) {
        String mutant = System.getProperty("holdfast.mutant", "");
        return mutant.isEmpty() ? kind : in(kind, mutant);
    }

    /**
     * The words of the command that stands for {@code holdfast} with that bug.
     *
     * @throws BadMutant if it cannot be planted
     */
    public static List<String> plant(Mutant mutant) {
        try {
            Path classes = PLANTED.resolve(mutant.id());
            compile(mutant, altered(mutant), classes);
            List<String> launcher = new ArrayList<>(List.of("env", "HOLDFAST_OVERLAY=" + classes, FAST_START));
            launcher.add(Project.top().resolve("holdfast").toString());
            return launcher;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole text of each altered source file, by its name. */
    static Map<String, String> altered(Mutant mutant) throws IOException {
        Map<String, List<String>> files = new LinkedHashMap<>();
        List<Mutant.Edit> edits = new ArrayList<>(mutant.edits());
        edits.add(TELL_OF_EACH_OVER_FORGET);
        for (Mutant.Edit edit : edits) {
            Path file = SOURCES.resolve(edit.source());
            if (!files.containsKey(edit.source())) {
                if (!Files.exists(file)) {
                    throw new BadMutant(mutant.id() + ": there is no " + file);
                }
                files.put(edit.source(), new ArrayList<>(Files.readAllLines(file)));
            }
            replace(mutant, edit, files.get(edit.source()));
        }
        Map<String, String> texts = new LinkedHashMap<>();
        files.forEach((name, lines) -> texts.put(name, String.join("\n", lines)));
        return texts;
    }

    private static void replace(Mutant mutant, Mutant.Edit edit, List<String> lines) {
        List<Integer> places = new ArrayList<>();
        for (int at = 0; at + edit.before().size() <= lines.size(); at++) {
            List<String> here = lines.subList(at, at + edit.before().size());
            if (here.stream().map(String::strip).toList().equals(edit.before())) {
                places.add(at);
            }
        }
        if (places.size() != 1) {
            throw new BadMutant("%s: %s has these lines %d times and not once. Has it changed? Mend %s.%n  %s"
                    .formatted(
                            mutant.id(),
                            edit.source(),
                            places.size(),
                            Project.top().relativize(Mutant.DIRECTORY.resolve(mutant.id() + ".txt")),
                            String.join("\n  ", edit.before())));
        }
        int at = places.get(0);
        lines.subList(at, at + edit.before().size()).clear();
        lines.addAll(at, edit.after());
    }

    private static void compile(Mutant mutant, Map<String, String> sources, Path classes) throws IOException {
        build();
        Program.of("rm", "-rf", classes).mustSucceed();
        Path altered = classes.resolve("altered");
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = altered.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source.getValue()));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new BadMutant("this Java has no compiler: install a JDK");
        }
        StringWriter said = new StringWriter();
        List<String> options = List.of(
                "--release", OLDEST_JAVA, "-proc:none", "-nowarn", "-cp", JAR.toString(), "-d", classes.toString());
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(
                            said, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
                    .call();
            if (!compiled) {
                throw new BadMutant(mutant.id() + " cannot be compiled:\n" + said);
            }
        }
    }

    private static synchronized void build() {
        if (!isBuilt) {
            Program.of(Project.top().resolve("holdfast"), "--version").mustSucceed();
            isBuilt = true;
        }
    }
}
