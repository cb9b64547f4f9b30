package org.holdfast.conform;

import java.util.ArrayList;
import java.util.List;
import org.holdfast.conform.Exchange.Actor;
import org.holdfast.replay.Difference;
import org.holdfast.spec.Action;
import org.holdfast.spec.Entry;
import org.holdfast.spec.Forgetting;
import org.holdfast.spec.Host;
import org.holdfast.spec.Life;
import org.holdfast.spec.Naming;
import org.holdfast.spec.Work;
import org.holdfast.spec.sequence.Line;
import org.holdfast.spec.sequence.Sequence;

/** Tells a sequence up to where something differed: requests and system calls in place of the model's actions. */
final class Story {
    private static final String ANSWER = " -> ";

    private Story() {}

    /** What was done, and at the end what came and what should have come. */
    static List<Exchange> of(Sequence q, Difference difference) {
        List<Exchange> told = new ArrayList<>();
        for (Line line : q.lines()) {
            if (line.number() >= difference.line()) {
                break;
            }
            tell(line, told);
        }
        told.addAll(last(q, difference));
        return told;
    }

    private static List<Exchange> last(Sequence q, Difference difference) {
        List<Exchange> told = new ArrayList<>();
        q.lines().stream()
                .filter(line -> line.number() == difference.line())
                .filter(line ->
                        !(line instanceof Line.Step step) || step.answer().isEmpty())
                .forEach(line -> tell(line, told));
        told.add(new Exchange(Actor.DAEMON, answer(difference.got()), answer(difference.expected())));
        return told;
    }

    private static void tell(Line line, List<Exchange> told) {
        if (!(line instanceof Line.Step step)) {
            return;
        }
        switch (step.actor()) {
            case CLIENT -> told.add(Exchange.of(Actor.CLIENT, request(step)));
            case HOST -> told.add(Exchange.of(Actor.HOST, call(step.action())));
            case DAEMON -> {
                if (!step.answer().isEmpty()) {
                    told.add(Exchange.of(Actor.DAEMON, step.answer()));
                }
            }
            default -> throw new IllegalArgumentException(step.toString());
        }
    }

    /** An answer without the step of the model that it comes with. */
    private static String answer(String text) {
        int at = text.indexOf(ANSWER);
        return at < 0 ? text.strip().replaceAll(" +", " ") : text.substring(at + ANSWER.length());
    }

    private static String request(Line.Step step) {
        Action a = step.action();
        String[] ask = step.ask().split(" ");
        if (a instanceof Entry.Open open) {
            return "LOOKUP " + open.x();
        } else if (a instanceof Naming.Remove remove) {
            return "UNLINK or RMDIR " + remove.x();
        } else if (a instanceof Naming.Rename rename) {
            return "RENAME " + name(rename.d(), rename.from()) + " to " + name(rename.e(), rename.to());
        } else if (a instanceof Forgetting.Forget forget) {
            return "FORGET node " + forget.n() + ", " + forget.k() + (forget.k() == 1 ? " lookup" : " lookups");
        } else if (a instanceof Life.Reset) {
            return "INIT";
        } else if (a instanceof Work.Pin pin) {
            return onNode("node " + pin.n(), ask);
        }
        return step.toString();
    }

    private static String onNode(String node, String[] ask) {
        return switch (ask[0]) {
            case "lookup" -> "LOOKUP " + ask[1] + " in " + node;
            case "remove" -> "UNLINK or RMDIR " + ask[1] + " in " + node;
            case "rename" ->
                "RENAME " + name(Integer.parseInt(ask[1]), ask[2]) + " to " + name(Integer.parseInt(ask[3]), ask[4]);
            case "link" -> "LINK " + node + " to a new name";
            case "warm" -> "IOCTL " + node + ": set the immutable flag";
            default -> "GETATTR " + node;
        };
    }

    private static String call(Action a) {
        if (a instanceof Host.HostCreate create) {
            return (create.kind().equals("dir") ? "mkdir " : "create ") + name(create.d(), create.x());
        } else if (a instanceof Host.HostLink link) {
            return "link " + name(link.d(), link.from()) + " to " + name(link.e(), link.to());
        } else if (a instanceof Host.HostRename rename) {
            return "rename " + name(rename.d(), rename.from()) + " to " + name(rename.e(), rename.to());
        } else if (a instanceof Host.HostRemove remove) {
            return "remove " + name(remove.d(), remove.x());
        } else if (a instanceof Host.HostChange change) {
            return "chmod object " + change.o();
        } else if (a instanceof Life.Crash) {
            return "kill -9 the daemon";
        }
        return a.toString();
    }

    private static String name(int directory, String name) {
        return directory < 0 ? name : "object " + directory + "/" + name;
    }
}
