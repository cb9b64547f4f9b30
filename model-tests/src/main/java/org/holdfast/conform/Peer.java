package org.holdfast.conform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
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
 * @param transport how it is reached
 * @param command its command line; in its words {src} stands for the export, {scratch} for a directory beside it, and what
 *     the transport says for its client
 * @param abilities what it can do
 * @param remark what one must know to read its scorecard, may be empty
 */
public record Peer(
        String name,
        Supplier<String> version,
        Transport transport,
        Supplier<List<String>> command,
        Set<Ability> abilities,
        String remark)
        implements DaemonKind {
    /** Daemons get their socket as standard input. */
    private static final String FD = "0";

    private static final String SOCKET = "socket";

    @Override
    public Daemon start(Path export, Path scratch) {
        Path socket = freshSocket(scratch);
        boolean listening = command.get().stream().anyMatch(word -> word.contains("{fd}"));
        List<String> words = words(export, scratch, scratch.resolve("mount"));
        Path log = scratch.resolve("log");
        return switch (transport) {
            case SOCKET -> ServedDaemon.start(words, log, Optional.empty());
            case VHOST_USER -> ServedDaemon.startVhostUser(words, socket, listening, log);
            case MOUNT -> throw new UnsupportedOperationException(name + " has no client but the kernel");
        };
    }

    /** Its command line for these directories. */
    List<String> words(Path export, Path scratch, Path mountPoint) {
        return command.get().stream()
                .map(word -> word.replace("{src}", export.toString())
                        .replace("{scratch}", scratch.toString())
                        .replace("{socket}", scratch.resolve(SOCKET).toString())
                        .replace("{mnt}", mountPoint.toString())
                        .replace("{fd}", FD))
                .toList();
    }

    /** A path at which nothing is: a daemon before may have left its socket. */
    private static Path freshSocket(Path scratch) {
        Path socket = scratch.resolve(SOCKET);
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return socket;
    }

    @Override
    public boolean can(Ability ability) {
        return abilities.contains(ability);
    }
}
