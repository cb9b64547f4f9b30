package org.holdfast.replay;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.holdfast.kernel.Ability;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.spec.sequence.Line;
import org.holdfast.spec.sequence.Sequence;

/** Why a sequence cannot be played here. */
final class Obstacle {
    private static final Map<String, String> NOT_MET = new TreeMap<>(Map.of(
            "two-devices", "needs a mount below the export",
            "bind-mount", "needs a mount below the export",
            "link-error", "needs linkat or unlinkat to fail",
            "unlink-error", "needs linkat or unlinkat to fail",
            "full-table", "needs a table of a few nodes",
            "shut", "needs nodes that give their descriptors up when they are told to",
            "place", "needs directories that are found by their places"));

    private static final Map<String, Ability> ABILITIES = new TreeMap<>(Map.of(
            "link", Ability.LINK,
            "warm", Ability.IOCTL,
            "init-again", Ability.INIT_AGAIN,
            "over-forget", Ability.OVER_FORGET,
            "lost-reply", Ability.LOST_REPLY));

    private Obstacle() {}

    /** The first reason that applies; empty when it can be played. */
    static Optional<String> of(Sequence q, DaemonKind kind, boolean root) {
        if (!q.serial()) {
            return Optional.of("interleaved: needs the daemon stopped between its steps");
        }
        Optional<String> need = NOT_MET.keySet().stream()
                .filter(q.needs()::contains)
                .map(NOT_MET::get)
                .findFirst();
        if (need.isPresent()) {
            return need;
        }
        Optional<Ability> lacks =
                abilities(q).stream().filter(a -> !kind.can(a)).findFirst();
        if (lacks.isPresent()) {
            return lacks.map(Ability::reason);
        }
        if (q.needs().contains("warm") && !root) {
            return Optional.of("the immutable flag needs root");
        }
        if (q.needs().contains("warm") && q.needs().contains("lost-reply")) {
            return Optional.of("needs one of the replies to be lost that setting the immutable flag takes");
        }
        return asks(q, "warm link")
                ? Optional.of("needs an object with as many links as it may have")
                : Optional.empty();
    }

    private static Set<Ability> abilities(Sequence q) {
        Set<Ability> needed = EnumSet.of(Ability.HOST_NAMES);
        q.needs().stream().filter(ABILITIES::containsKey).map(ABILITIES::get).forEach(needed::add);
        if (q.lines().stream()
                .anyMatch(
                        line -> line instanceof Line.Step step && step.answer().equals("stale"))) {
            needed.add(Ability.UNKNOWN_NODEIDS);
        }
        return needed;
    }

    private static boolean asks(Sequence q, String ask) {
        return q.lines().stream()
                .anyMatch(line -> line instanceof Line.Step step && step.ask().equals(ask));
    }
}
