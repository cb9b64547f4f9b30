package org.holdfast.posix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.holdfast.posix.Run.Step;
import org.holdfast.spec.posix.Call;
import org.holdfast.spec.posix.Caller;
import org.holdfast.spec.posix.Data;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.Looking;
import org.holdfast.spec.posix.OpenFlag;
import org.holdfast.spec.posix.Opening;
import org.holdfast.spec.posix.Outcome;
import org.holdfast.spec.posix.Result;

/** What the model allows as the result of a line of fsop. */
final class Lines {
    private static final int FSOP_ROOM = 1 << 20;

    private Lines() {}

    /** Every allowed result, never none. */
    static List<Step> allowed(Run run, String line) {
        List<String> a = Words.of(line);
        Optional<Call> call = Calls.of(a);
        if (call.isPresent()) {
            return each(run, call.get(), outcome -> List.of(said(run, outcome, Answers.text(outcome.result()))));
        }
        return switch (a.get(0)) {
            case "user" -> List.of(user(run, a));
            case "umask" -> List.of(umask(run, Integer.parseInt(a.get(1), 8)));
            case "ls" -> ls(run, a.get(1));
            case "fls" -> fls(run, a.get(1));
            case "cat" -> cat(run, a.get(1));
            case "same" -> same(run, new Looking.Stat(a.get(1), false), a.get(2));
            case "handle-is" -> same(run, new Looking.Fstat(a.get(1)), a.get(2));
            case "times" -> times(run, a.get(1));
            case "tree" -> tree(run, a.get(1));
            case "snap" -> snap(run, a.get(1), new Looking.Stat(a.get(2), false));
            case "fsnap" -> snap(run, a.get(1), new Looking.Fstat(a.get(2)));
            case "changed" -> changed(run, a.get(1), new Looking.Stat(a.get(2), false));
            case "fchanged" -> changed(run, a.get(1), new Looking.Fstat(a.get(2)));
            default -> throw new IllegalArgumentException("the model does not know the operation " + line);
        };
    }

    private static Step said(Run run, Outcome outcome, String text) {
        return new Step(text, run.in(outcome.next()), outcome.rule());
    }

    /** The steps of every outcome; a failure is printed as it is. */
    private static List<Step> each(Run run, Call call, Function<Outcome, List<Step>> onSuccess) {
        List<Step> steps = new ArrayList<>();
        for (Outcome outcome : call.in(run.world())) {
            steps.addAll(
                    outcome.result() instanceof Result.Failed
                            ? List.of(said(run, outcome, Answers.text(outcome.result())))
                            : onSuccess.apply(outcome));
        }
        return steps;
    }

    private static Step user(Run run, List<String> a) {
        Set<Integer> groups = a.size() < 4
                ? Set.of()
                : Arrays.stream(a.get(3).split(",")).map(Integer::valueOf).collect(Collectors.toSet());
        int umask = run.world().caller().umask();
        Caller caller = new Caller(Integer.parseInt(a.get(1)), Integer.parseInt(a.get(2)), groups, umask);
        return new Step("ok", run.in(run.world().as(caller)), "credentials(7)");
    }

    private static Step umask(Run run, int umask) {
        Caller old = run.world().caller();
        Caller caller = new Caller(old.uid(), old.gid(), old.groups(), umask);
        return new Step("ok", run.in(run.world().as(caller)), "umask(2)");
    }

    /** Names in order, each with what lstat says of it, or "!" where it says nothing. */
    private static List<Step> ls(Run run, String path) {
        return each(run, new Looking.Readdir(path), outcome -> {
            List<String> entries = new ArrayList<>();
            inOrder(outcome).forEach((name, kind) -> {
                Set<Outcome> stat = new Looking.Stat(path + "/" + name, false).in(outcome.next());
                boolean seen = stat.iterator().next().result() instanceof Result.Status;
                entries.add(Words.shown(name) + ":" + (seen ? Answers.letter(kind) : '!'));
            });
            return List.of(said(run, outcome, Answers.counted(entries)));
        });
    }

    /** Names in order, each with what the directory says of it. */
    private static List<Step> fls(Run run, String handle) {
        return each(run, new Looking.ReaddirHandle(handle), outcome -> {
            List<String> entries = new ArrayList<>();
            inOrder(outcome).forEach((name, kind) -> entries.add(Words.shown(name) + ":" + Answers.letter(kind)));
            return List.of(said(run, outcome, Answers.counted(entries)));
        });
    }

    /** As fsop sorts them: "a" with its mark behind "a.". */
    private static SortedMap<String, Kind> inOrder(Outcome readdir) {
        SortedMap<String, Kind> found = new TreeMap<>(Comparator.comparing(name -> name + ":"));
        found.putAll(((Result.Entries) readdir.result()).entries());
        return found;
    }

    /** Opens, reads until nothing comes, closes. */
    private static List<Step> cat(Run run, String path) {
        String handle = "the handle of cat";
        return each(run, new Opening.Open(handle, path, Set.of(OpenFlag.READ), 0), opened -> {
            StringBuilder all = new StringBuilder();
            Outcome read = opened;
            String text = null;
            while (text == null) {
                read = new Data.Read(handle, FSOP_ROOM, Data.AT_HANDLE)
                        .in(read.next())
                        .iterator()
                        .next();
                if (read.result() instanceof Result.Bytes bytes) {
                    all.append(bytes.bytes());
                    text = bytes.bytes().isEmpty() ? all.length() + " " + Words.shown(all.toString()) : null;
                } else {
                    text = Answers.text(read.result());
                }
            }
            Outcome closed =
                    new Opening.Close(handle).in(read.next()).iterator().next();
            return List.of(new Step(text, run.in(closed.next()), read.rule()));
        });
    }

    private static List<Step> same(Run run, Call left, String right) {
        return each(
                run,
                left,
                x -> each(run, new Looking.Stat(right, false), y -> {
                    boolean same = number(x) == number(y);
                    return List.of(said(run, y, same ? "same" : "distinct"));
                }));
    }

    private static int number(Outcome outcome) {
        return ((Result.Status) outcome.result()).number();
    }

    private static List<Step> times(Run run, String path) {
        return each(run, new Looking.Stat(path, false), outcome -> {
            var object = ((Result.Status) outcome.result()).object();
            List<Step> steps = new ArrayList<>();
            for (String atime : Changes.shown(object.atime())) {
                for (String mtime : Changes.shown(object.mtime())) {
                    steps.add(said(run, outcome, "atime=" + atime + " mtime=" + mtime));
                }
            }
            return steps;
        });
    }

    private static List<Step> tree(Run run, String path) {
        return each(run, new Looking.Stat(path, false), outcome -> {
            int object = ((Result.Status) outcome.result()).number();
            return WholeTree.below(outcome.next(), object, path).stream()
                    .map(text -> said(run, outcome, text))
                    .toList();
        });
    }

    private static List<Step> snap(Run run, String name, Call call) {
        return each(
                run,
                call,
                outcome -> List.of(new Step("ok", run.noting(name, (Result.Status) outcome.result()), outcome.rule())));
    }

    private static List<Step> changed(Run run, String name, Call call) {
        Result.Status before = run.snaps().get(name);
        return each(run, call, outcome -> {
            List<String> texts = before == null
                    ? List.of(Step.ANYTHING)
                    : Changes.between(run.world(), before, (Result.Status) outcome.result());
            return texts.stream().map(text -> said(run, outcome, text)).toList();
        });
    }
}
