package org.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.holdfast.tools.Interrupts;
import org.holdfast.tools.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures daemons against each other. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeOnInvalidInput = Bench.USAGE,
        exitCodeOnExecutionException = Bench.ENVIRONMENT,
        description = {
            "Measures passthrough daemons against each other and against no daemon, in turns, with a client in C.",
            "docs/performance.md says how to read what comes out. Needs root, a C compiler and libfuse3-dev."
        },
        footer = {
            "",
            "Examples: holdfast bench --quick",
            "          holdfast bench --fs ext4 --phases stat_cold,unlink --rounds 9 --out /tmp/bench",
            "          holdfast bench --also 'mine=/usr/bin/mydaemon -f {src} {mnt}' --subjects passthrough_ll"
        })
final class BenchCommand implements Callable<Integer> {
    @Option(names = "--quick", description = "Little of everything, in a minute or two: to see that it works.")
    private boolean quick;

    @Option(names = "--phases", split = ",", paramLabel = "PHASE", description = "Only these; --list names them.")
    private List<String> phases = new ArrayList<>();

    @Option(names = "--subjects", split = ",", paramLabel = "NAME", description = "Only these; --list names them.")
    private List<String> subjects = new ArrayList<>();

    @Option(
            names = "--also",
            paramLabel = "NAME=COMMAND",
            description =
                    "Another daemon, by its command line in the foreground with {src} and {mnt} in it. May be repeated.")
    private Map<String, String> also = new LinkedHashMap<>();

    @Option(names = "--base", paramLabel = "NAME", description = "What ratios are to. Default: passthrough_ll.")
    private String base;

    @Option(names = "--libfuse", paramLabel = "DIR", description = "A build directory of libfuse, for its examples.")
    private Path libfuse;

    @Option(
            names = "--fs",
            split = ",",
            paramLabel = "FS",
            description = "${COMPLETION-CANDIDATES}. Default: EXT4,TMPFS.")
    private List<Backing> fs;

    @Option(names = "--clients", split = ",", paramLabel = "N", description = "Processes at once. Default: 1,2.")
    private List<Integer> clients;

    @Option(
            names = "--pin",
            paramLabel = "yes|no|both",
            description = "Whether client and daemon share a processor. Default: both, with several clients only no.")
    private Pin pin = Pin.BOTH;

    @Option(names = "--rounds", paramLabel = "R", description = "Default: 5.")
    private Integer rounds;

    @Option(names = "--warmup", paramLabel = "R", description = "Rounds that are not recorded. Default: 2.")
    private Integer warmup;

    @Option(names = "--files", paramLabel = "N", description = "Small files, for each client. Default: 5000.")
    private Integer files;

    @Option(
            names = "--walk",
            paramLabel = "N",
            description = "Files of the tree that is walked, and directories of another one. Default: 10000.")
    private Integer tree;

    @Option(names = "--megabytes", paramLabel = "N", description = "Of each client's large file. Default: 64.")
    private Integer megabytes;

    @Option(
            names = "--nofile",
            paramLabel = "N",
            description = "Descriptors that a daemon may have. Default: as it is.")
    private Integer descriptors;

    @Option(
            names = "--parts",
            split = ",",
            paramLabel = "PART",
            description = "${COMPLETION-CANDIDATES}. Default: all of them.")
    private List<Part> parts;

    @Option(
            names = "--remember",
            split = ",",
            paramLabel = "N",
            description = "Files for which memory is measured. Default: 10000,100000.")
    private List<Integer> remember;

    @Option(
            names = "--link-cost",
            description = "Measure nothing but the system calls that a descriptor, a link and a file handle take.")
    private boolean linkCost;

    @Option(
            names = "--programs",
            description =
                    "Measure nothing but a find, a git status and a build, with all that the programs do themselves.")
    private boolean programs;

    @Option(names = "--micro", description = "Run nothing but the JMH benchmarks of node table and protocol code.")
    private boolean micro;

    @Option(names = "--out", paramLabel = "DIR", description = "Write table, JSON, raw rounds and a page there.")
    private Path out;

    @Option(names = "--list", description = "Name the phases and subjects, and end.")
    private boolean list;

    @Spec
    private CommandSpec command;

    private enum Pin {
        YES,
        NO,
        BOTH
    }

    @Override
    public Integer call() {
        Subjects table = new Subjects(Optional.ofNullable(libfuse).map(Bench::file));
        if (list) {
            System.out.println("phases: " + words(Phase.values()));
            System.out.println("subjects: " + String.join(" ", table.names()));
            return 0;
        }
        if (micro) {
            Micro.run(quick ? 0.1 : 2, or(rounds, 5, 1), out == null ? null : Bench.file(out));
            return 0;
        }
        if (!Files.isWritable(Path.of("/proc/sys/vm/drop_caches"))) {
            throw new IllegalStateException(
                    "bench needs root: it mounts, and drops the kernel's caches between phases");
        }
        if (!linkCost) {
            Plan plan = plan(table);
            if (programs) {
                return whileNotInterrupted(progress -> programs(plan, progress));
            }
            return whileNotInterrupted(progress -> speedsAndCosts(plan, progress));
        }
        return whileNotInterrupted(this::linkCosts);
    }

    private static String words(Phase[] phases) {
        return Arrays.stream(phases).map(Phase::word).collect(Collectors.joining(" "));
    }

    /** What is interrupted ends with an exception or too early, and has nothing to report. */
    private static int whileNotInterrupted(Function<Progress, Runnable> work) {
        return Interrupts.during(() -> {
            Progress progress = new Progress();
            Runnable report = () -> {};
            try {
                report = work.apply(progress);
            } catch (RuntimeException | Error e) {
                if (!Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
            progress.end();
            if (Thread.currentThread().isInterrupted()) {
                return Bench.INTERRUPTED;
            }
            report.run();
            return 0;
        });
    }

    private Runnable speedsAndCosts(Plan plan, Progress progress) {
        try (Output output = Output.to(out)) {
            Report report = new Run(plan, progress).measure(output);
            return () -> output.write(report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Runnable programs(Plan plan, Progress progress) {
        List<Programs.Line> lines = Programs.measure(plan, progress);
        return () -> Output.write(lines, plan.base(), out);
    }

    private Runnable linkCosts(Progress progress) {
        List<Backing> all = fs != null ? fs : List.of(Backing.values());
        List<LinkCost.Line> lines = LinkCost.measure(all, or(files, 4000, 200), or(rounds, 9, 3), progress);
        return () -> Output.write(lines, out);
    }

    private Plan plan(Subjects table) {
        List<Subject> chosen = chosen(table);
        String to = base != null ? base : Subjects.BASE;
        if (chosen.stream().noneMatch(subject -> subject.name().equals(to))) {
            throw wrong("ratios to " + to + " need it among the subjects; --base names another one");
        }
        return new Plan(
                parts == null ? EnumSet.allOf(Part.class) : EnumSet.copyOf(parts),
                chosen,
                to,
                chosenPhases(),
                settings(),
                new Sizes(or(files, 5000, 500), or(megabytes, 64, 8), or(tree, 10000, 1000)),
                or(warmup, 2, 1),
                or(rounds, 5, 2),
                remember != null ? remember : quick ? List.of(2000) : List.of(10_000, 100_000));
    }

    private int or(Integer given, int usual, int quickly) {
        return given != null ? given : quick ? quickly : usual;
    }

    private List<Setting> settings() {
        List<Setting> settings = new ArrayList<>();
        for (Backing backing : fs != null ? fs : quick ? List.of(Backing.EXT4) : List.of(Backing.EXT4, Backing.TMPFS)) {
            for (int n : clients != null ? clients : quick ? List.of(1) : List.of(1, 2)) {
                if (pin == Pin.YES || pin == Pin.BOTH && n == 1) {
                    settings.add(new Setting(backing, n, true));
                }
                if (pin != Pin.YES) {
                    settings.add(new Setting(backing, n, false));
                }
            }
        }
        return settings;
    }

    private List<Phase> chosenPhases() {
        if (phases.isEmpty()) {
            return List.of(Phase.values());
        }
        return phases.stream()
                .map(word -> Phase.of(word).orElseThrow(() -> wrong("there is no phase " + word + ": see --list")))
                .sorted()
                .distinct()
                .toList();
    }

    private List<Subject> chosen(Subjects table) {
        List<Subject> chosen = new ArrayList<>();
        try {
            (subjects.isEmpty() ? table.names() : subjects)
                    .stream().distinct().forEach(name -> chosen.add(table.of(name)));
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
        also.forEach((name, words) ->
                chosen.add(new Subject(name, List.of(words.strip().split("\\s+")))));
        chosen.replaceAll(subject -> subject.behind(Processor.descriptors(descriptors)));
        return chosen;
    }

    private ParameterException wrong(String what) {
        return new ParameterException(command.commandLine(), what);
    }
}
