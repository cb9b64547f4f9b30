package org.holdfast.cli;

import java.util.Arrays;
import java.util.concurrent.Callable;
import org.holdfast.os.EnvironmentException;
import org.holdfast.transport.MountException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The program: finds the subcommand, runs it, and turns its failures into one line and an exit code. */
@Command(
        name = "holdfast",
        description = "A passthrough file system whose daemon keeps the inodes that its client remembers alive with"
                + " hard links instead of open file descriptors.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Holdfast.Version.class,
        mixinStandardHelpOptions = true,
        subcommands = {
            MountCommand.class,
            ServeCommand.class,
            UmountCommand.class,
            StatusCommand.class,
            SweepCommand.class,
            DemoCommand.class
        },
        footer = {"", "Example: holdfast mount /srv/data /mnt/data"})
public final class Holdfast {
    private Holdfast() {}

    /** Ends the process with an {@link ExitCode}. */
    public static void main(String[] args) {
        OwnCommand.remember(args);
        System.exit(run(args));
    }

    private static int run(String[] args) {
        try {
            Callable<Integer> command = args.length == 0 ? null : subcommand(args[0]);
            if (command != null) {
                return execute(
                        new CommandLine(command),
                        "holdfast " + args[0],
                        Arrays.copyOfRange(args, 1, args.length),
                        command);
            }
            return execute(new CommandLine(new Holdfast()), "holdfast", args, () -> {
                throw new UsageException("no command given (see holdfast --help)");
            });
        } catch (UsageException e) {
            return fail(e.getMessage(), ExitCode.USAGE);
        } catch (EnvironmentException e) {
            return fail(e.getMessage(), ExitCode.ENVIRONMENT);
        } catch (MountException e) {
            return fail(e.getMessage(), ExitCode.MOUNT);
        } catch (Throwable e) {
            if (StderrLogger.isOn(System.Logger.Level.DEBUG)) {
                e.printStackTrace();
            }
            return fail("unexpected " + e + " (--log-level debug shows where)", ExitCode.ENVIRONMENT);
        }
    }

    /** Only the subcommand that runs is made known to picocli: looking at all of them would double the start-up time. */
    private static Callable<Integer> subcommand(String name) {
        return switch (name) {
            case "mount" -> new MountCommand();
            case "serve" -> new ServeCommand();
            case "umount" -> new UmountCommand();
            case "status" -> new StatusCommand();
            case "sweep" -> new SweepCommand();
            case "demo" -> new DemoCommand();
            default -> null;
        };
    }

    private static int execute(CommandLine line, String name, String[] args, Callable<Integer> command)
            throws Exception {
        line.setCommandName(name);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        try {
            line.parseArgs(args);
        } catch (ParameterException e) {
            throw new UsageException(firstLine(e.getMessage()) + " (see " + name + " --help)");
        }
        if (line.isUsageHelpRequested()) {
            line.usage(System.out);
            return ExitCode.OK;
        }
        if (line.isVersionHelpRequested()) {
            line.printVersionHelp(System.out);
            return ExitCode.OK;
        }
        return command.call();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static int fail(String message, int code) {
        System.err.println("holdfast: " + message);
        Background.relay("holdfast: " + message);
        return code;
    }

    /** From the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Holdfast.class.getPackage().getImplementationVersion();
            return new String[] {"holdfast " + (version == null ? "(not packaged)" : version)};
        }
    }
}
