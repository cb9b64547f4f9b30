package org.holdfast.dialogue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.holdfast.dialogue.Played.Row;
import org.holdfast.kernel.Ability;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.KernelClient;
import org.holdfast.os.Errno;
import org.holdfast.spec.posix.Caller;
import org.holdfast.spec.posix.Outcome;
import org.holdfast.spec.posix.Result;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.Usage;

/** Plays a dialogue on a stage. */
public final class Player {
    private static final long FIRST_PAUSE_MICROS = 200;
    private static final long LONGEST_PAUSE_MICROS = 20_000;
    private static final int LOG = 2000;
    private static final String COUNTED = "P2";

    private final Stage stage;
    private final Duration patience;
    private final Usage usage;
    private final Names names = new Names();
    private final List<Row> table = new ArrayList<>();
    private Exchange exchange;
    private HostActs host;
    private int line;
    private String said = "";

    private Player(Stage stage, Duration patience, Usage usage) {
        this.stage = stage;
        this.patience = patience;
        this.usage = usage;
    }

    /**
     * Plays it; afterwards the daemon is fit for the next one, or abandoned.
     *
     * @param patience how long the daemon may take to come to rest: it may release in the background
     * @throws BadDialogue if it cannot go on
     */
    public static Played play(Dialogue dialogue, Stage stage, Duration patience, Usage usage) {
        Optional<String> lacks = dialogue.needs().stream()
                .filter(need -> !stage.kind().can(need))
                .findFirst()
                .map(need -> need.reason());
        return lacks.isPresent()
                ? new Played.LeftOut(lacks.get())
                : play(new Fixed(dialogue.steps()), stage, patience, usage);
    }

    /** Plays lines that are thought of while it goes on; {@code script} hears what is known before each. */
    public static Played play(Script script, Stage stage, Duration patience, Usage usage) {
        Played played = null;
        try {
            played = new Player(stage, patience, usage).play(script);
            return played;
        } finally {
            boolean goesOn = played instanceof Played.Different d
                    && (!d.property().equals(COUNTED) || stage.kind().tellsOfEachOverForget());
            if (goesOn) {
                stage.recover();
            } else if (!(played instanceof Played.Passed)) {
                stage.abandon();
            }
        }
    }

    static Script fixed(List<Step> steps) {
        return new Fixed(steps);
    }

    private Played play(Script script) {
        try {
            Known known = stage.prepare();
            exchange = new Exchange(stage, names, known, usage, script.isLenient());
            host = new HostActs(stage.export());
            int steps = 0;
            for (List<Step> next = script.next(known(), names); !next.isEmpty(); next = script.next(known(), names)) {
                line = next.get(0).line();
                said = next.get(0).toString();
                steps += next.size();
                try {
                    take(next, script);
                } catch (BadDialogue e) {
                    if (!script.isLenient()) {
                        throw e;
                    }
                    next.forEach(script::left);
                }
            }
            line++;
            said = "the end, when the client has closed and forgotten all";
            end();
            return new Played.Passed(steps);
        } catch (Stop e) {
            return new Played.Different(
                    line, said, e.complaint().property(), e.complaint().text(), e.allowed(), table);
        } catch (AssertionError e) {
            return stage.daemon() != null && stage.daemon().hasEnded()
                    ? ended()
                    : new Played.Different(line, said, "P13", e.getMessage(), "one reply to each request", table);
        }
    }

    private Played ended() {
        String log = stage.daemon().log();
        String tail = log.substring(Math.max(0, log.length() - LOG));
        return new Played.Ended(line, said, stage.unmount(), tail, table);
    }

    private Known known() {
        return exchange.known();
    }

    private void take(List<Step> steps, Script script) throws Stop {
        Step step = steps.get(0);
        steps.forEach(script::saying);
        if (step.together()) {
            steps.forEach(one -> table.add(new Row(one.line(), one.toString(), "", "")));
            List<Answer> answers = exchange.together(steps);
            List<Step> requests = Exchange.requests(steps);
            for (int i = 0; i < requests.size(); i++) {
                script.answered(requests.get(i), answers.get(i), names);
                table.add(new Row(requests.get(i).line(), "", Told.text(requests.get(i), answers.get(i), names), ""));
            }
            return;
        }
        if (step.isHost()) {
            host(step);
            return;
        }
        table.add(new Row(step.line(), step.toString(), "", ""));
        switch (step.verb()) {
            case "forget", "batch-forget", "forget-all" -> exchange.forget(step);
            case "rewind" -> {
                Known.Opened open = known().handles.get(step.argument(0));
                if (open == null) {
                    throw new BadDialogue(step.line(), "nothing is open as " + step.argument(0));
                }
                known().handles.put(step.argument(0), open.with(Listing.START));
            }
            case "lose" -> stage.daemon().loseNextReply();
            case "init" -> {
                stage.init();
                begin();
            }
            case "crash" -> {
                stage.crash();
                begin();
                known().forgetTimes();
            }
            case "unmount" -> unmount();
            case "rest" -> rest();
            default -> {
                Answer answer = exchange.one(step);
                table.set(table.size() - 1, new Row(step.line(), step.toString(), Told.text(step, answer, names), ""));
                script.answered(step, answer, names);
            }
        }
    }

    private void begin() {
        known().begin();
        names.clear();
    }

    private void unmount() throws Stop {
        String log = stage.daemon().log();
        int exit = stage.unmount();
        if (exit != 0) {
            throw new Stop(new Complaint("P13", "the daemon ended with exit code " + exit + "\n" + log), "exit code 0");
        }
        stage.start();
        begin();
        known().forgetTimes();
    }

    private void host(Step step) throws Stop {
        Set<Outcome> outcomes = HostActs.model(step, known().world);
        HostTimes times = new HostTimes(stage, known(), step);
        int errno = host.act(step);
        String got = errno == 0 ? "ok" : Errno.name(errno);
        usage.count("host " + step.verb(), got);
        table.add(new Row(step.line(), "", "", step + (errno == 0 ? "" : " -> " + got)));
        Outcome outcome = outcomes.stream()
                .filter(o -> (o.result() instanceof Result.Failed failed
                                ? failed.errno().name()
                                : "ok")
                        .equals(got))
                .findFirst()
                .orElse(null);
        if (outcome == null) {
            List<Allowed> allowed = Allowed.of(outcomes, Allowed::taking);
            throw new Stop(
                    new Complaint("P8", "the host's system call got " + got), new Verdict("P8", allowed).describe());
        }
        if (errno == 0) {
            known().hostDid(outcome.next().as(Caller.ROOT));
            times.take();
        }
    }

    /** Waits until nothing is wrong with what the daemon keeps, or for long enough. */
    private void rest() throws Stop {
        stage.client().getattr(KernelClient.ROOT);
        long end = System.nanoTime() + patience.toNanos();
        long pause = FIRST_PAUSE_MICROS;
        Optional<Complaint> wrong = Remains.wrong(stage, known());
        while (wrong.isPresent() && System.nanoTime() < end) {
            Await.pause(Duration.ofNanos(pause * 1000));
            pause = Math.min(2 * pause, LONGEST_PAUSE_MICROS);
            wrong = Remains.wrong(stage, known());
        }
        if (wrong.isPresent()) {
            throw new Stop(wrong.get(), "what the client holds, and nothing else");
        }
    }

    private void end() throws Stop {
        for (String handle : List.copyOf(known().handles.keySet())) {
            exchange.one(Step.of(known().handles.get(handle).directory() ? "releasedir" : "release", handle));
        }
        exchange.forgetAll();
        rest();
        stage.gave(known().given);
        Optional<Complaint> wrong =
                stage.kind().can(Ability.HOST_FILES) ? Tree.wrong(known().world, stage.export()) : Optional.empty();
        if (wrong.isPresent()) {
            throw new Stop(wrong.get(), "what the client and the host have made of it");
        }
        if (stage.tellsOfOverForgets() && !known().overForgot) {
            throw new Stop(new Complaint(COUNTED, stage.overForget()), "every lookup counted by the daemon as well");
        }
    }

    /** The lines of a file: one after the other, those that are together at once. */
    private static final class Fixed implements Script {
        private final List<Step> steps;
        private int at;

        Fixed(List<Step> steps) {
            this.steps = steps;
        }

        @Override
        public List<Step> next(Known known, Names names) {
            int from = at;
            if (at < steps.size()) {
                at++;
                while (steps.get(from).together()
                        && at < steps.size()
                        && steps.get(at).together()) {
                    at++;
                }
            }
            return steps.subList(from, at);
        }
    }
}
