package org.holdfast.tlc;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code holdfast tlc} and {@code holdfast explore}.
 *
 * <p>Exit codes: 0 everything is as models.json says, 1 usage, 2 environment, 4 something is not as expected.
 */
@Command(
        name = "holdfast",
        subcommands = {TlcCommand.class, ExploreCommand.class},
        description = "Checks the specification of Holdfast.")
public final class Tools {
    static final int USAGE = 1;
    static final int ENVIRONMENT = 2;
    static final int UNEXPECTED = 4;

    private Tools() {}

    /** Runs the command and ends the JVM. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Tools()).execute(args));
    }
}
