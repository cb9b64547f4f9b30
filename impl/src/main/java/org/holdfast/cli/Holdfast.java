package org.holdfast.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of Holdfast: one subcommand for each thing a person does with a mount. */
@Command(
        name = "holdfast",
        version = "holdfast 0.1.0",
        mixinStandardHelpOptions = true,
        description = "A passthrough file system that keeps inodes alive with hard links.")
public final class Holdfast implements Runnable {
    private Holdfast() {}

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }

    /**
     * Runs one command and exits with its status.
     *
     * @param args the command line without the program's name
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Holdfast()).execute(args));
    }
}
