package org.holdfast.replay;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.holdfast.spec.sequence.Line;
import org.holdfast.spec.sequence.Sequence;

/** Why a sequence cannot be played here. */
final class Obstacle {
    private static final Map<String, String> NOT_MET = new TreeMap<>(Map.of(
            "two-devices", "needs a mount below the export",
            "bind-mount", "needs a mount below the export",
            "link-error", "needs linkat or unlinkat to fail",
            "unlink-error", "needs linkat or unlinkat to fail",
            "full-table", "needs a table of a few nodes"));

    private static final Set<String> POLICIES = Set.of("link", "fd");

    private Obstacle() {}

    /** The first reason that applies; empty when it can be played. */
    static Optional<String> of(Sequence q, boolean root) {
        if (!q.serial()) {
            return Optional.of("interleaved: needs the daemon stopped between its steps");
        }
        if (!POLICIES.contains(q.model().policy())) {
            return Optional.of("policy " + q.model().policy() + ", which the daemon has not");
        }
        Optional<String> need = NOT_MET.keySet().stream()
                .filter(q.needs()::contains)
                .map(NOT_MET::get)
                .findFirst();
        if (need.isPresent()) {
            return need;
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

    private static boolean asks(Sequence q, String ask) {
        return q.lines().stream()
                .anyMatch(line -> line instanceof Line.Step step && step.ask().equals(ask));
    }
}
