package org.holdfast.conform;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.holdfast.kernel.Ability;
import org.holdfast.kernel.Daemon;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.kernel.ServedDaemon;

/**
 * Somebody else's daemon: an adapter.
 *
 * @param name one word
 * @param version what says which one it is
 * @param command its command line; in its words {src} stands for the export, {scratch} for a directory beside it, and {fd}
 *     for the number of the descriptor that is its client's socket
 * @param abilities what it can do
 * @param remark what one must know to read its scorecard, may be empty
 */
public record Peer(
        String name, Supplier<String> version, Supplier<List<String>> command, Set<Ability> abilities, String remark)
        implements DaemonKind {
    /** Daemons get their socket as standard input. */
    private static final String FD = "0";

    @Override
    public Daemon start(Path export, Path scratch) {
        List<String> words = command.get().stream()
                .map(word -> word.replace("{src}", export.toString())
                        .replace("{scratch}", scratch.toString())
                        .replace("{fd}", FD))
                .toList();
        return ServedDaemon.start(words, scratch.resolve("log"), Optional.empty());
    }

    @Override
    public boolean can(Ability ability) {
        return abilities.contains(ability);
    }
}
