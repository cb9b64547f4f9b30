package org.holdfast.tools;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Consumer;
import org.holdfast.spec.bounded.DistributedTlc;
import org.holdfast.spec.bounded.ModelFile;
import org.holdfast.spec.bounded.Tlc;
import org.holdfast.spec.bounded.WorkerAddress;

/**
 * Who does TLC's work.
 *
 * @param threads of the one process, if there are no other ones
 * @param processes the worker processes of the distributed mode, if there are any
 * @param address this machine's address as they know it
 */
record Workers(int threads, List<WorkerAddress> processes, InetAddress address) {
    /** Models at a time. Each may need the memory of its tier. */
    private static final int MOST = 4;

    /** Reads the options --workers, which may be null, and --address, or throws an IllegalArgumentException. */
    static Workers of(String text, String address) {
        try {
            InetAddress here = InetAddress.getByName(address);
            if (text == null || text.matches("[1-9]\\d{0,3}")) {
                return new Workers(text == null ? 0 : Integer.parseInt(text), List.of(), here);
            }
            List<WorkerAddress> processes = WorkerAddress.list(text);
            if (here.isLoopbackAddress() && !processes.stream().allMatch(WorkerAddress::isNear)) {
                throw new IllegalArgumentException(
                        "workers on other machines need --address, by which they reach this one");
            }
            return new Workers(0, processes, here);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("the host is not known: " + address, e);
        }
    }

    /** Whether the model is checked by several processes; TLC has liveness checked by one. */
    boolean distribute(ModelFile.Entry e) {
        return !processes.isEmpty() && !e.isLive();
    }

    /** The threads of each process that is started here. */
    int threads(ModelFile.Entry e) {
        return distribute(e) ? 1 : threads > 0 ? threads : Tier.of(e.tier()).threads;
    }

    /** How many models are checked at the same time: as many as have the processors that their threads ask for. */
    int atATime(List<ModelFile.Entry> models) {
        if (models.stream().anyMatch(this::distribute)) {
            return 1;
        }
        int most = models.stream().mapToInt(this::threads).max().orElseThrow();
        return Math.max(1, Math.min(MOST, Runtime.getRuntime().availableProcessors() / most));
    }

    Tlc.Result run(Tlc tlc, ModelFile.Entry e, Consumer<String> lines) throws IOException, InterruptedException {
        return distribute(e) ? new DistributedTlc(tlc, address, processes).run(e, lines) : tlc.run(e, lines);
    }
}
