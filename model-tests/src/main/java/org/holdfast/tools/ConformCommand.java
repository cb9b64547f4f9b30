package org.holdfast.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.holdfast.conform.HtmlReport;
import org.holdfast.conform.JsonReport;
import org.holdfast.conform.JunitReport;
import org.holdfast.conform.MountSuite;
import org.holdfast.conform.Peer;
import org.holdfast.conform.Peers;
import org.holdfast.conform.Scorecard;
import org.holdfast.conform.Sequences;
import org.holdfast.conform.Suite;
import org.holdfast.conform.TextReport;
import org.holdfast.conform.Transport;
import org.holdfast.kernel.Ability;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.kernel.Holdfast;
import org.holdfast.spec.sequence.Sequence;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tries a daemon, ours or somebody else's, and writes a scorecard. */
@Command(
        name = "conform",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = Tools.USAGE,
        exitCodeOnExecutionException = Tools.ENVIRONMENT,
        description = {
            "Plays a kernel to a FUSE daemon, without a mount, and says what it does that a client must not see.",
            "model-tests/README.md tells how to try one's own daemon and how to read what comes out."
        },
        footer = {
            "",
            "Examples: holdfast conform --daemon passthrough_ll --out /tmp/scorecard",
            "          holdfast conform -- mydaemon -f -o source={src} /dev/fd/{fd}"
        })
final class ConformCommand implements Callable<Integer> {
    private static final String PATIENCE = "holdfast.patience.seconds";
    private static final int SHARE = 6;
    private static final int PROGRAMS = 200;

    @Option(
            names = "--daemon",
            paramLabel = "NAME",
            description = "One that has an adapter; --list names them. May be repeated.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "Name the daemons that have an adapter, and end.")
    private boolean list;

    @Option(
            names = "--transport",
            paramLabel = "KIND",
            description = "How the daemon of COMMAND is reached: socket (sequenced packets, at {fd}), "
                    + "vhost-user (it listens at {socket}), mount (it mounts {mnt}).")
    private String transport = Transport.SOCKET.word();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write the scorecard there as text, JSON, JUnit XML and HTML.")
    private Path out;

    @Option(names = "--all", description = "Play every sequence, not a share.")
    private boolean all;

    @Option(
            names = "--can",
            paramLabel = "ABILITY",
            description = "What the daemon of COMMAND can do: ${COMPLETION-CANDIDATES}.")
    private List<Ability> can = new ArrayList<>();

    @Option(names = "--lacks", paramLabel = "ABILITY", description = "What it cannot do.")
    private List<Ability> lacks = new ArrayList<>();

    @Option(
            names = "--policy-caps",
            paramLabel = "ABILITY",
            split = ",",
            description = "Both in one list: ABILITY as with --can, -ABILITY as with --lacks.")
    private List<String> caps = new ArrayList<>();

    @Parameters(
            paramLabel = "COMMAND",
            description =
                    "A daemon's command line, behind --: {src} is the directory to serve, {fd}, {socket} or {mnt} where its client is.")
    private List<String> words = new ArrayList<>();

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        if (list) {
            kinds().forEach(kind -> System.out.println(kind.name()));
            return 0;
        }
        List<DaemonKind> chosen = chosen();
        if (System.getProperty(PATIENCE) == null && chosen.stream().allMatch(Peer.class::isInstance)) {
            System.setProperty(
                    PATIENCE, "20"); // no program of the machine's own takes longer to start, and some hang often
        }
        return Interrupts.during(() -> {
            boolean good = true;
            Supplier<List<Sequence>> sequences = sequences();
            for (DaemonKind kind : chosen) {
                good &= Thread.currentThread().isInterrupted() || tryOut(kind, sequences);
            }
            if (Thread.currentThread().isInterrupted()) {
                return Tools.INTERRUPTED;
            }
            return good ? 0 : Tools.UNEXPECTED;
        });
    }

    /** They are made when the first daemon wants them. */
    private Supplier<List<Sequence>> sequences() {
        List<Sequence> made = new ArrayList<>();
        return () -> {
            if (made.isEmpty()) {
                made.addAll(Sequences.make(all ? 1 : SHARE, System.err::println));
            }
            return made;
        };
    }

    private List<DaemonKind> chosen() {
        List<DaemonKind> chosen = new ArrayList<>();
        for (String name : names) {
            chosen.add(kinds().filter(kind -> kind.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> wrong("there is no adapter for " + name + ", only for "
                            + kinds().map(DaemonKind::name).collect(Collectors.joining(", ")))));
        }
        for (String word : caps) {
            (word.startsWith("-") ? lacks : can).add(ability(word.replaceFirst("^-", "")));
        }
        if (!words.isEmpty()) {
            String name = Path.of(words.get(0)).getFileName().toString();
            chosen.add(Peers.unknown(name, transport(), words, Set.copyOf(can), Set.copyOf(lacks)));
        }
        if (chosen.isEmpty()) {
            throw wrong("name a daemon: --daemon NAME, or -- COMMAND");
        }
        return chosen;
    }

    private Ability ability(String word) {
        try {
            return Ability.valueOf(word);
        } catch (IllegalArgumentException e) {
            throw wrong("there is no ability " + word);
        }
    }

    private Transport transport() {
        return Transport.of(transport).orElseThrow(() -> wrong("there is no transport " + transport));
    }

    private static Stream<DaemonKind> kinds() {
        return Stream.concat(Stream.of(Holdfast.LINK, Holdfast.FD), Peers.all().stream());
    }

    private ParameterException wrong(String what) {
        return new ParameterException(command.commandLine(), what);
    }

    private boolean tryOut(DaemonKind kind, Supplier<List<Sequence>> sequences) {
        Optional<Peer> peer = kind instanceof Peer p ? Optional.of(p) : Optional.empty();
        Scorecard card = new Scorecard(
                kind.name(),
                peer.map(p -> p.version().get() + ", ").orElse("") + "tried " + LocalDate.now(),
                peer.map(Peer::remark).orElse(""));
        Progress progress = new Progress();
        if (peer.isPresent() && peer.get().transport() == Transport.MOUNT) {
            new MountSuite(peer.get(), card, progress).run(all ? PROGRAMS * SHARE : PROGRAMS);
        } else {
            Suite suite = new Suite(kind, card, progress);
            suite.zoo();
            suite.sequences(sequences.get());
        }
        progress.end();
        if (Thread.currentThread().isInterrupted()) {
            return false;
        }
        System.out.print(TextReport.of(card));
        if (out != null) {
            write(card);
        }
        return card.good();
    }

    private void write(Scorecard card) {
        Path directory = Tools.file(out);
        Path stem = directory.resolve(card.daemon());
        try {
            Files.createDirectories(directory);
            Files.writeString(Path.of(stem + ".txt"), TextReport.of(card));
            Files.writeString(Path.of(stem + ".json"), JsonReport.of(card));
            Files.writeString(Path.of(stem + ".xml"), JunitReport.of(card));
            Files.writeString(Path.of(stem + ".html"), HtmlReport.of(card));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.printf("%nwritten: %s.txt, .json, .xml, .html%n", stem);
    }
}
