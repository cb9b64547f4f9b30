package org.holdfast.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.holdfast.testkit.LoopFs;
import org.holdfast.testkit.Scratch;

/** Carries out a plan: all speeds first, then the costs, on the first file system of the plan. */
final class Run {
    private static final Sizes FEW = new Sizes(300, 4, 300); // strace makes everything slow

    private final Plan plan;
    private final Consumer<String> progress;
    private final List<Sample> samples = new ArrayList<>();
    private final List<Cost> costs = new ArrayList<>();
    private final Map<String, String> leftOut = new LinkedHashMap<>();

    Run(Plan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /** Measures; each sample also goes to {@code raw} at once. Ends early when the thread is interrupted. */
    Report measure(Consumer<Sample> raw) throws IOException {
        Map<Backing, Path> roots = new EnumMap<>(Backing.class);
        try (Scratch scratch = Scratch.create()) {
            if (plan.has(Part.SPEED)) {
                for (Setting setting : plan.settings()) {
                    Path root = roots.computeIfAbsent(setting.fs(), fs -> LoopFs.mount(scratch, fs.kind()));
                    speeds(scratch, root, setting, raw.andThen(samples::add));
                }
            }
            if (plan.hasCosts()) {
                Backing fs = plan.settings().get(0).fs();
                costs(scratch, roots.computeIfAbsent(fs, any -> LoopFs.mount(scratch, any.kind())));
            }
        }
        List<String> names = plan.subjects().stream().map(Subject::name).toList();
        return new Report(Report.thisMachine(), plan.base(), new Results(names, samples), costs, leftOut);
    }

    private void speeds(Scratch scratch, Path root, Setting setting, Consumer<Sample> to) {
        progress.accept(setting.title() + ": starting the daemons");
        try (Stage stage = new Stage(scratch, root, setting, plan.subjects(), plan.phases(), plan.sizes())) {
            leftOut.putAll(stage.leftOut());
            new Rounds(plan.warmup(), plan.rounds(), plan.phases(), progress).run(setting, stage, to);
        }
    }

    private void costs(Scratch scratch, Path root) throws IOException {
        Costs measured = new Costs(scratch, root, progress);
        List<Subject> daemons = plan.daemons().stream()
                .filter(daemon -> !leftOut.containsKey(daemon.name()))
                .toList();
        Map<String, Spread> starts = plan.has(Part.START) ? measured.starts(daemons, plan.rounds()) : Map.of();
        for (Subject daemon : daemons) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            try {
                costs.add(cost(measured, daemon, starts.getOrDefault(daemon.name(), Spread.NONE)));
            } catch (IllegalStateException e) {
                leftOut.put(daemon.name(), e.getMessage());
            }
        }
    }

    private Cost cost(Costs measured, Subject daemon, Spread start) throws IOException {
        List<Cost.Held> held = plan.has(Part.MEMORY) ? measured.memory(daemon, plan.remember()) : List.of();
        Map<Phase, Map<String, Double>> calls = plan.has(Part.CALLS) ? calls(measured, daemon) : Map.of();
        return new Cost(daemon.name(), start, held, calls);
    }

    private Map<Phase, Map<String, Double>> calls(Costs measured, Subject daemon) {
        Setting setting = new Setting(plan.settings().get(0).fs(), 1, false);
        return measured.calls(daemon, setting, plan.phases(), FEW);
    }
}
