package org.holdfast.node;

/**
 * A device whose objects the export shows, perhaps on several mounts. Work links on any of them are links of the same
 * objects, so link counts and change times are masked by device.
 */
final class Device {
    private final int number;
    private final long dev;
    private volatile boolean links;

    Device(int number, long dev) {
        this.number = number;
        this.dev = dev;
    }

    int number() {
        return number;
    }

    boolean is(long dev) {
        return this.dev == dev;
    }

    /** A workdir was made on the device. */
    void expectLinks() {
        links = true;
    }

    /** Whether there may be work links of ours on the device. */
    boolean hasLinks() {
        return links;
    }
}
