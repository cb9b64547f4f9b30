package org.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.holdfast.testkit.Kernel;
import org.holdfast.testkit.LoopFs;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Project;
import org.holdfast.testkit.Scratch;

/** What daemons mean for programs that people use: a find, a git status, a build; by the clock, in turns. */
final class Programs {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** Javac's own start is the same for all, so only much work says something. */
    private static final String JAVAC = System.getProperty("java.home") + "/bin/javac";

    /** The find looks at what a walk goes through. */
    private static final List<Phase> TREES = List.of(Phase.WALK);

    private final Consumer<String> progress;
    private final List<Line> lines = new ArrayList<>();

    private Programs(Consumer<String> progress) {
        this.progress = progress;
    }

    /** A program and what is done to the kernel's caches before. */
    enum Task {
        FIND("find, cold", "find \"$1\"/tree -size +1k", true),
        GIT_STATUS("git status, cold", "git -C \"$1\"/repository status --short", true),
        BUILD(
                "build, warm",
                "cd \"$1\" && rm -rf out && \"$2\" -proc:none -nowarn -d out $(find repository -name '*.java')",
                false);

        private final String title;
        private final String script;
        private final boolean cold;

        Task(String title, String script, boolean cold) {
            this.title = title;
            this.script = script;
            this.cold = cold;
        }
    }

    /** How long a program took with one subject. */
    record Line(int round, Task task, String subject, double seconds) {}

    /** Measures the plan's subjects in its first setting. Ends early when the thread is interrupted. */
    static List<Line> measure(Plan plan, Consumer<String> progress) {
        Programs programs = new Programs(progress);
        Setting setting = plan.settings().get(0);
        try (Scratch scratch = Scratch.create()) {
            progress.accept(setting.title() + ": starting the daemons");
            Path root = LoopFs.mount(scratch, setting.fs().kind());
            try (Stage stage = new Stage(scratch, root, setting, plan.subjects(), TREES, plan.sizes())) {
                stage.leftOut().forEach((name, why) -> System.err.println("left out: " + name + ": " + why));
                stage.places().forEach(place -> makeRepository(place.source()));
                programs.rounds(plan, stage);
            }
        }
        return programs.lines;
    }

    /** The specification's sources, which need nothing but the JDK, in a git repository. */
    private static void makeRepository(Path source) {
        Program.shell(
                        "cp -r \"$2\" \"$1\"/repository && cd \"$1\"/repository && git init -q && git add . "
                                + "&& git -c user.name=bench -c user.email=bench@localhost commit -q -m sources",
                        source,
                        Project.top().resolve("spec/src/main/java"))
                .mustSucceed();
    }

    private void rounds(Plan plan, Stage stage) {
        for (int round = -plan.warmup(); round < plan.rounds(); round++) {
            for (Task task : Task.values()) {
                for (Place place : Rounds.turns(stage.places(), round + plan.warmup())) {
                    if (Thread.currentThread().isInterrupted()) {
                        return;
                    }
                    progress.accept("%s %d, %s of %s"
                            .formatted(
                                    round < 0 ? "warm-up" : "round",
                                    round < 0 ? round + plan.warmup() + 1 : round + 1,
                                    task.title,
                                    place.subject()));
                    double seconds = run(task, place, stage);
                    if (round >= 0) {
                        lines.add(new Line(round, task, place.subject(), seconds));
                    }
                }
            }
        }
    }

    private static double run(Task task, Place place, Stage stage) {
        Program.of("sync", "-f", place.source()).mustSucceed();
        if (task.cold) {
            Kernel.dropCaches();
        }
        Place.awaitStillness(stage.places());
        long begin = System.nanoTime();
        Program.shell(task.script, place.directory(), JAVAC).limit(LIMIT).mustSucceed();
        return (System.nanoTime() - begin) / 1e9;
    }

    /** A row for each program: milliseconds of {@code base}, and the speed of the others as ratio to its. */
    static String table(List<Line> lines, String base) {
        List<String> subjects =
                lines.stream().map(Line::subject).distinct().sorted().toList();
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("program", base + ", ms"));
        subjects.stream().filter(name -> !name.equals(base)).forEach(head::add);
        rows.add(head);
        for (Task task : Task.values()) {
            List<Line> ofTask =
                    lines.stream().filter(line -> line.task() == task).toList();
            List<String> row = new ArrayList<>(List.of(task.title, millis(ofTask, base)));
            subjects.stream()
                    .filter(name -> !name.equals(base))
                    .forEach(name -> row.add(ratio(ofTask, name, base).asRatio()));
            rows.add(row);
        }
        return "Speed of " + base + "; of the others as ratio to it, median and range of rounds\n" + Columns.of(rows);
    }

    private static String millis(List<Line> lines, String subject) {
        Spread spread = Spread.of(lines.stream()
                .filter(line -> line.subject().equals(subject))
                .map(line -> line.seconds() * 1000)
                .toList());
        return spread.isNone() ? "–" : String.format(Locale.ROOT, "%,.0f", spread.median());
    }

    private static Spread ratio(List<Line> lines, String subject, String base) {
        return Spread.of(lines.stream()
                .filter(line -> line.subject().equals(subject))
                .flatMap(line -> lines.stream()
                        .filter(other ->
                                other.round() == line.round() && other.subject().equals(base))
                        .map(other -> other.seconds() / line.seconds()))
                .toList());
    }

    /** All lines, as a file of comma-separated values. */
    static void write(List<Line> lines, Path file) {
        List<String> rows = new ArrayList<>(List.of("round,program,subject,seconds"));
        lines.forEach(line -> rows.add("%d,%s,%s,%s"
                .formatted(line.round(), line.task().name().toLowerCase(Locale.ROOT), line.subject(), line.seconds())));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
