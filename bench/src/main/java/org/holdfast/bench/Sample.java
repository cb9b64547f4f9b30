package org.holdfast.bench;

/**
 * One phase of one subject in one round.
 *
 * @param round from 0
 * @param outcome what the client measured
 */
public record Sample(Setting setting, int round, Phase phase, String subject, Outcome outcome) {
    /**
     * What the client printed.
     *
     * @param steps how many it did
     * @param bytes that it moved, for phases on the large file
     * @param seconds from the first client's begin to the last one's end
     * @param daemonSeconds processor time of the daemon meanwhile, 0 if there is none
     * @param took percentiles of the time of a step in nanoseconds, as {@link #PERCENTILES}
     * @param error what failed, empty if nothing did; then the other numbers mean nothing
     */
    public record Outcome(long steps, long bytes, double seconds, double daemonSeconds, long[] took, String error) {
        static Outcome failed(String why) {
            return new Outcome(0, 0, 0, 0, new long[PERCENTILES.length], why);
        }

        boolean isGood() {
            return error.isEmpty();
        }
    }

    static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

    /** Steps in a second, or MiB for sequential phases. */
    double speed() {
        return (phase.isSequential() ? outcome.bytes() / (double) (1 << 20) : outcome.steps()) / outcome.seconds();
    }
}
