package org.holdfast.tools;

import picocli.CommandLine.Command;

/** What can be done with a trace that {@code mount --trace} wrote. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        subcommands = {TraceVerifyCommand.class, TraceTlcCommand.class},
        description = "Holds a trace of the daemon, written by `mount --trace FILE`, against the specification.")
final class TraceCommand {}
