package org.holdfast.spec.bounded;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where a worker process of TLC's distributed mode is to run.
 *
 * @param host where a {@link WorkerHost} listens, or nothing for a process that is started here
 */
public record WorkerAddress(Optional<InetSocketAddress> host) {

    /** Reads a list such as "local,local" or "one:10996,two:10996", or throws an IllegalArgumentException. */
    public static List<WorkerAddress> list(String text) {
        return Arrays.stream(text.split(","))
                .map(w -> new WorkerAddress(w.equals("local") ? Optional.empty() : Optional.of(address(w))))
                .toList();
    }

    /** Reads HOST:PORT, or throws an IllegalArgumentException. */
    public static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            InetSocketAddress address = new InetSocketAddress(
                    text.substring(0, Math.max(0, colon)), Integer.parseInt(text.substring(colon + 1)));
            if (colon > 0 && !address.isUnresolved()) {
                return address;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not HOST:PORT of a known host: " + text, e);
        }
        throw new IllegalArgumentException("not HOST:PORT of a known host: " + text);
    }

    /** Whether it is on this machine and can be reached through the loopback address. */
    public boolean isNear() {
        return host.map(h -> h.getAddress().isLoopbackAddress()).orElse(true);
    }
}
