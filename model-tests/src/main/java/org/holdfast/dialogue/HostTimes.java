package org.holdfast.dialogue;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.holdfast.spec.posix.Kind;
import org.holdfast.spec.posix.Obj;
import org.holdfast.spec.posix.Result;
import org.holdfast.spec.posix.World;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.HostFile;

/**
 * Takes down when the host has changed something: what the client must be shown afterwards. Not while a work link may be
 * about to go, which moves the ctime as well: a change at the same time that only shows in the ctime may be taken for it.
 */
final class HostTimes {
    private static final int HEX = 16;
    private static final String LINK = "link";

    private final Stage stage;
    private final Known known;
    private final Step step;
    private final World before;

    /** Objects whose work links may be about to go. */
    private final Set<Integer> restless;

    /** Before the change. */
    HostTimes(Stage stage, Known known, Step step) {
        this.stage = stage;
        this.known = known;
        this.step = step;
        before = known.world;
        restless = HostActs.changed(step).stream()
                .filter(path -> !isCalm(path))
                .flatMap(path -> status(path).stream())
                .map(Result.Status::number)
                .collect(Collectors.toSet());
    }

    /** Whether the names at the host and the work link of a node that is held are all the links that there are. */
    private boolean isCalm(String path) {
        Optional<Result.Status> status = status(path);
        Optional<HostFile> file = HostFile.at(stage.export().resolve(path));
        return status.isEmpty()
                || file.isPresent()
                        && (status.get().object().is(Kind.DIRECTORY)
                                || file.get().nlink()
                                                == status.get().nlink()
                                                        + workLinks(status.get().number())
                                        && !mayBeCooled(status.get().number()));
    }

    /** A node that has a descriptor within the budget may get its work link at any time. */
    private boolean mayBeCooled(int object) {
        return stage.hasWorkdir()
                && stage.kind().budget() > 0
                && known.nodeid(object).isPresent()
                && workLinks(object) == 0;
    }

    private int workLinks(int object) {
        if (stage.hasWorkdir() && stage.kind().budget() > 0) {
            return (int) DaemonProcess.links(stage.daemon().workdir().orElseThrow()).stream()
                    .map(link -> Long.parseUnsignedLong(link.getFileName().toString(), HEX))
                    .filter(nodeid ->
                            known.nodeid(object).filter(nodeid::equals).isPresent())
                    .count();
        }
        boolean linked = stage.kind().policy().equals(Optional.of(LINK))
                && known.nodeid(object).isPresent()
                && !known.unnamed.contains(object);
        return linked ? 1 : 0;
    }

    private Optional<Result.Status> status(String path) {
        return new org.holdfast.spec.posix.Looking.Stat(path, false)
                .in(known.world).stream()
                        .map(outcome -> outcome.result())
                        .filter(result -> result instanceof Result.Status)
                        .map(result -> (Result.Status) result)
                        .findFirst();
    }

    /** After it. */
    void take() {
        // Also those that have lost the name that the change was about.
        restless.forEach(known.changes::remove);
        for (String path : HostActs.changed(step)) {
            Optional<Result.Status> status = status(path).filter(one -> !restless.contains(one.number()));
            Optional<HostFile> file = HostFile.at(stage.export().resolve(path));
            if (status.isPresent() && file.isPresent()) {
                take(status.get(), file.get());
            }
        }
    }

    /** Of what has not changed the host has another ctime than the client may see. */
    private void take(Result.Status status, HostFile file) {
        Obj old = before.at(status.number());
        Obj now = status.object();
        if (old == null || !old.ctime().equals(now.ctime())) {
            Entries.seen(status.number(), 'c', now.ctime(), file.ctime(), known);
        }
        if (old == null || !old.mtime().equals(now.mtime())) {
            Entries.seen(status.number(), 'm', now.mtime(), file.mtime(), known);
        }
    }
}
