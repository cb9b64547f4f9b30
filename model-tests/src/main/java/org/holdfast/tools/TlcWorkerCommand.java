package org.holdfast.tools;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.Callable;
import org.holdfast.spec.bounded.Tlc;
import org.holdfast.spec.bounded.WorkerAddress;
import org.holdfast.spec.bounded.WorkerHost;
import org.holdfast.testkit.Project;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Offers this machine to {@code holdfast tlc --workers}. */
@Command(
        name = "tlc-worker",
        mixinStandardHelpOptions = true,
        exitCodeOnInvalidInput = Tools.USAGE,
        exitCodeOnExecutionException = Tools.ENVIRONMENT,
        description = {
            "Offers this machine to `holdfast tlc --workers` on another one, until it is interrupted.",
            "Whoever can connect decides what is computed here: listen on trusted networks only."
        },
        footer = {
            "",
            "On the machine one, and then on the machine zero:",
            "  holdfast tlc-worker --listen one:10996",
            "  holdfast tlc --tier large --workers one:10996 --address zero"
        })
final class TlcWorkerCommand implements Callable<Integer> {

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:10996",
            description = "An address of this machine that the others can reach; default: ${DEFAULT-VALUE}.")
    private String listen;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of a worker; default: one a processor.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--heap", defaultValue = "4g", description = "A worker's memory; default: ${DEFAULT-VALUE}.")
    private String heap;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() throws IOException {
        InetSocketAddress address;
        try {
            address = WorkerAddress.address(listen);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
        Tlc how = new Tlc(
                Tools.jar(),
                Project.top().resolve("target/tlc-worker"),
                threads,
                heap,
                Long.MAX_VALUE,
                Set.of(Tlc.Mode.LONG));
        try (WorkerHost host = new WorkerHost(how, address)) {
            System.err.printf("listening on %s, port %d%n", address.getHostString(), host.port());
            host.serve();
        }
        return 0;
    }
}
