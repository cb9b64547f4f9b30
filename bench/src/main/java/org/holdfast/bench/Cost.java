package org.holdfast.bench;

import java.util.List;
import java.util.Map;

/**
 * What a daemon costs beside the time of its requests.
 *
 * @param subject whose
 * @param start seconds from its start to the first answer at its mount
 * @param held before it has served anything, then for each number of files that the kernel was made to remember
 * @param calls system calls for a step of each phase, by name
 */
public record Cost(String subject, Spread start, List<Held> held, Map<Phase, Map<String, Double>> calls) {
    /**
     * What is held at some moment.
     *
     * @param wanted files that the client was to make the kernel remember
     * @param files as many as it came to
     * @param error the errno that stopped it, 0 if nothing did
     * @param resident bytes of the daemon's memory (RSS)
     * @param descriptors that it has open
     * @param kernel bytes of kernel memory that the daemon's holds pin, by cache: what has grown since it was idle and
     *     stays when the kernel is told to drop what it can
     */
    public record Held(int wanted, int files, int error, long resident, long descriptors, Map<String, Long> kernel) {
        long kernelBytes() {
            return kernel.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
